// Tells the deployed function of completed uploads. Deployed by the postdeploy hook, since Event Grid refuses an endpoint that is
// not there yet. The endpoint is the function's resource id, so no key is asked for.

@description('Name of the system topic of the media account.')
param topicName string

@description('Name of the media account, for dead letters.')
param mediaAccountName string

@description('Name of the function app.')
param functionAppName string

@description('Name of the function that receives uploads.')
param functionName string = 'ReceiveUpload'

@description('Container that uploads land in.')
param container string = 'uploads'

@description('Times that a delivery is tried before the event is a dead letter.')
@minValue(1)
@maxValue(30)
param maxDeliveryAttempts int = 30

@description('Minutes that delivery is tried before the event is a dead letter.')
@minValue(1)
@maxValue(1440)
param eventTimeToLiveInMinutes int = 1440

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: mediaAccountName
}

resource functionApp 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionAppName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'uploads'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${functionApp.id}/functions/${functionName}'
        // One event an invocation: a refusal of one upload never repeats another.
        maxEventsPerBatch: 1
        preferredBatchSizeInKilobytes: 64
      }
    }
    filter: {
      subjectBeginsWith: '/blobServices/default/containers/${container}/'
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
    retryPolicy: {
      maxDeliveryAttempts: maxDeliveryAttempts
      eventTimeToLiveInMinutes: eventTimeToLiveInMinutes
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: 'deadletters'
        }
      }
    }
  }
}
