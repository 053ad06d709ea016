// The identity the app has everywhere: storage, secrets, telemetry, events. It holds no key that could leak.

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id, for what the identity is attached to.')
output id string = identity.id

@description('Principal, for role assignments.')
output principalId string = identity.properties.principalId

@description('Client id, by which the app asks for tokens.')
output clientId string = identity.properties.clientId
