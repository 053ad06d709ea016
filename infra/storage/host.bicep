// What the Functions host keeps in its account: the deployed package, leases, keys of its endpoints, the task hub, and the queue of
// uploads. The queue lies here, since the host's own connection, AzureWebJobsStorage, then serves its trigger, by identity.

@description('Name of the account.')
param accountName string

@description('Principal of the app\'s identity.')
param appPrincipalId string

var packageContainer = 'packages'

var uploadQueue = 'upload-events'

// The host moves a message here after its last try. It would make the queue itself, but only then, and the alert on it is there before.
var queueNames = [uploadQueue, '${uploadQueue}-poison']

// What Microsoft's documentation asks for AzureWebJobsStorage and a Durable task hub by identity.
var roles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: packageContainer
  properties: {
    publicAccess: 'None'
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource uploadQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for name in queueNames: {
    parent: queues
    name: name
  }
]

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

@description('Container of the deployed package, as a URL.')
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages.name}'

@description('Queue that Event Grid puts the events of uploads into.')
output uploadQueueName string = uploadQueues[0].name

@description('Queue of the events that the app could not take.')
output poisonQueueName string = uploadQueues[1].name
