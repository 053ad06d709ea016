// Tells the app of completed uploads: Event Grid watches the media account and puts each event into a queue of the host's account,
// where it waits until the app takes it. Nothing here needs the app to be deployed first.

@description('Name of the system topic.')
param topicName string

@description('Region, that of the media account.')
param location string

@description('Tags.')
param tags object

@description('Name of the media account.')
param mediaAccountName string

@description('Name of the account of the host, which has the queue.')
param hostAccountName string

@description('Name of the queue of events.')
param queueName string

var messageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a' // Storage Queue Data Message Sender
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor

resource mediaAccount 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: mediaAccountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource deadLetters 'containers' existing = {
      name: 'deadletters'
    }
  }
}

resource hostAccount 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostAccountName

  resource queues 'queueServices' existing = {
    name: 'default'

    resource events 'queues' existing = {
      name: queueName
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: topicName
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: mediaAccount.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// The topic's own identity adds messages to this one queue: the account's other queues are the task hub's.
resource topicSendsEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hostAccount::queues::events.id, topic.id, messageSender)
  scope: hostAccount::queues::events
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', messageSender)
  }
}

resource topicWritesDeadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(mediaAccount::blobs::deadLetters.id, topic.id, blobContributor)
  scope: mediaAccount::blobs::deadLetters
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'uploads'
  dependsOn: [topicSendsEvents, topicWritesDeadLetters]
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    deliveryWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: hostAccount.id
          queueName: queueName
          // Never expires: an upload waits for as long as the app is down.
          queueMessageTimeToLiveInSeconds: -1
        }
      }
    }
    filter: {
      subjectBeginsWith: '/blobServices/default/containers/uploads/'
      isSubjectCaseSensitive: true
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      // Only what completes a write; an empty file that is filled later raises events of its own first.
      advancedFilters: [
        {
          operatorType: 'StringIn'
          key: 'data.api'
          values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose']
        }
      ]
    }
    // The most that Event Grid offers, then the event is a dead letter.
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: mediaAccount.id
          blobContainerName: mediaAccount::blobs::deadLetters.name
        }
      }
    }
  }
}

@description('Resource id of the system topic.')
output topicId string = topic.id
