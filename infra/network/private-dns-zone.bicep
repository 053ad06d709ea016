// Names of one kind of service, answered with private addresses inside the network.

@description('Name of the zone: "privatelink." and the public name of the service.')
param name string

@description('Tags.')
param tags object

@description('Resource id of the network.')
param networkId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'seedance'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}

@description('Resource id of the zone.')
output id string = zone.id
