// The network, and a private way to each storage service and the vault.

@description('Name of the network; endpoints are named after it.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Addresses of the network, CIDR, at least a /23.')
param addressPrefix string

@description('Resource id of the account of the host.')
param hostStorageId string

@description('Resource id of the media account.')
param mediaStorageId string

@description('Resource id of the vault.')
param vaultId string

var storageSuffix = environment().suffixes.storage

var zoneNames = {
  blob: 'privatelink.blob.${storageSuffix}'
  queue: 'privatelink.queue.${storageSuffix}'
  table: 'privatelink.table.${storageSuffix}'
  vault: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
}

var services = ['blob', 'queue', 'table', 'vault']

var endpoints = [
  { name: 'host-blob', targetId: hostStorageId, service: 'blob' }
  { name: 'host-queue', targetId: hostStorageId, service: 'queue' }
  { name: 'host-table', targetId: hostStorageId, service: 'table' }
  { name: 'media-blob', targetId: mediaStorageId, service: 'blob' }
  { name: 'media-table', targetId: mediaStorageId, service: 'table' }
  { name: 'vault', targetId: vaultId, service: 'vault' }
]

module network 'virtual-network.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    addressPrefix: addressPrefix
  }
}

module zones 'private-dns-zone.bicep' = [
  for service in services: {
    params: {
      name: zoneNames[service]
      tags: tags
      networkId: network.outputs.id
    }
  }
]

module privateEndpoints 'private-endpoint.bicep' = [
  for endpoint in endpoints: {
    params: {
      name: '${name}-${endpoint.name}'
      location: location
      tags: tags
      subnetId: network.outputs.endpointSubnetId
      targetId: endpoint.targetId
      service: endpoint.service
      zoneId: zones[indexOf(services, endpoint.service)].outputs.id
    }
  }
]

@description('Subnet the app sends from.')
output appSubnetId string = network.outputs.appSubnetId
