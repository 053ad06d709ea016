// What was paid for, and what it was made from: videos, uploads, records.

@description('Name of the account.')
param accountName string

@description('Principal of the app\'s identity.')
param appPrincipalId string

@description('Days in which a deleted or overwritten blob, version or container can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Days after which an uploaded picture or job file is deleted; 0 keeps them.')
@minValue(0)
param uploadsKeepDays int

@description('Days after which a superseded version of a blob is deleted.')
@minValue(1)
param versionsKeepDays int

@description('Days after which a video moves to the cool tier, where keeping costs less and reading more; 0 keeps it hot.')
@minValue(0)
param videosCoolAfterDays int

@description('Days after which an event that could not be delivered is deleted.')
@minValue(1)
param deadLettersKeepDays int

var containerNames = ['videos', 'uploads', 'deadletters']

var tableNames = ['tasks', 'idempotency', 'budgets', 'deliveries']

// Contributor cannot write the index tags that a stored video carries; Owner is the least built-in role that can.
// It also covers the user delegation key that content links are signed with.
var roles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
]

var uploadsRule = {
  name: 'delete-uploads'
  type: 'Lifecycle'
  enabled: true
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['uploads/'] }
    actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: uploadsKeepDays } } }
  }
}

var videosRule = {
  name: 'cool-videos'
  type: 'Lifecycle'
  enabled: true
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['videos/'] }
    actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: videosCoolAfterDays } } }
  }
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for name in containerNames: {
    parent: blobs
    name: name
    properties: {
      publicAccess: 'None'
    }
  }
]

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource recordTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = [
  for name in tableNames: {
    parent: tables
    name: name
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: concat(
        [
          {
            name: 'delete-versions'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: versionsKeepDays } } }
            }
          }
          {
            name: 'delete-dead-letters'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['deadletters/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: deadLettersKeepDays } } }
            }
          }
        ],
        uploadsKeepDays > 0 ? [uploadsRule] : [],
        videosCoolAfterDays > 0 ? [videosRule] : []
      )
    }
  }
}

resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    name: guid(account.id, appPrincipalId, role)
    scope: account
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]
