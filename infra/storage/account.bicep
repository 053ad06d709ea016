// A storage account that only identities can use: no shared keys, no public blobs, TLS 1.2.

@description('Name of the account.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Redundancy, such as Standard_LRS, Standard_ZRS or Standard_GZRS.')
param sku string

@description('False refuses everything from the Internet but the allowed ranges; private endpoints and Azure\'s trusted services still reach the account.')
param fromInternet bool

@description('Public addresses or ranges (CIDR, at most /30) that are let in although the Internet is not.')
param allowedIpRanges string[]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      defaultAction: fromInternet ? 'Allow' : 'Deny'
      bypass: 'AzureServices'
      ipRules: [for addresses in allowedIpRanges: { value: addresses, action: 'Allow' }]
    }
  }
}

@description('Name of the account.')
output name string = account.name

@description('Resource id of the account.')
output id string = account.id

@description('Blob service of the account.')
output blobServiceUri string = account.properties.primaryEndpoints.blob

@description('Table service of the account.')
output tableServiceUri string = account.properties.primaryEndpoints.table
