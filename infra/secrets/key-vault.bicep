// The vault of provider keys, webhook and link key, and callback secrets. No secret passes through a template: people and the
// postprovision hook write them.

@description('Name of the vault.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Principal of the app\'s identity, which reads secrets.')
param appPrincipalId string

@description('Principal of whoever deploys, who writes secrets; empty for none.')
param deployerPrincipalId string

@description('Kind of that principal.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerPrincipalType string

@description('False refuses everything from the Internet but the allowed ranges.')
param fromInternet bool

@description('Public addresses or ranges (CIDR) that are let in although the Internet is not.')
param allowedIpRanges string[]

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' // Key Vault Secrets Officer

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      defaultAction: fromInternet ? 'Allow' : 'Deny'
      bypass: 'AzureServices'
      ipRules: [for addresses in allowedIpRanges: { value: addresses }]
    }
  }
}

resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, secretsUser)
  scope: vault
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource deployerWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(vault.id, deployerPrincipalId, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Resource id of the vault.')
output id string = vault.id

@description('Address of the vault, with a slash at its end.')
output uri string = vault.properties.vaultUri
