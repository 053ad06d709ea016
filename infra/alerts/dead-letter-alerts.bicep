// When something that was announced never arrived: an upload at the app, or an outcome at its caller.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Resource id of the action group.')
param recipientsId string

@description('Resource id of the system topic of the media account.')
param uploadsTopicId string

@description('Name of the account of the host.')
param hostAccountName string

@description('Queue of that account with the uploads that the app could not take.')
param poisonQueueName string

resource uploads 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'seedance-uploads-dead-lettered'
  location: 'global'
  tags: tags
  properties: {
    description: 'The event of an upload could not be delivered to the queue and lies in the container deadletters. The upload has started nothing.'
    severity: 2
    enabled: true
    scopes: [uploadsTopicId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-lettered'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.EventGrid/systemTopics'
          metricName: 'DeadLetteredCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [
      {
        actionGroupId: recipientsId
      }
    ]
  }
}

resource hostAccount 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostAccountName

  resource queues 'queueServices' existing = {
    name: 'default'
  }
}

// Azure Monitor's metric of a queue's messages counts all queues of an account together, once a day, so a message that is put into
// this one queue is looked for in the log of the account's queues. Writes alone: reads are the host's polling.
resource queueLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'queue-writes'
  scope: hostAccount::queues
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

module poisonedUploads 'log-alert.bicep' = {
  params: {
    name: 'seedance-uploads-poisoned'
    location: location
    tags: tags
    meaning: 'The app could not take the event of an upload, however often it tried; the event lies in the queue ${poisonQueueName} for seven days.'
    severity: 2
    workspaceId: workspaceId
    table: 'StorageQueueLogs'
    columns: 'TimeGenerated: datetime, OperationName: string, Uri: string, StatusCode: string'
    query: 'where OperationName == "PutMessage" and Uri contains "/${poisonQueueName}/messages" and StatusCode startswith "2" | summarize Messages = count()'
    measure: 'Messages'
    // Rows of a resource's log can arrive many minutes late; a window of one evaluation would miss them.
    window: 'PT6H'
    recipientsId: recipientsId
  }
}

module callbacks 'log-alert.bicep' = {
  params: {
    name: 'seedance-callbacks-given-up'
    location: location
    tags: tags
    meaning: 'A signed callback was given up after its last attempt: the caller does not know that its task is over, unless it asks.'
    severity: 3
    workspaceId: workspaceId
    query: 'where Name == "seedance.callbacks.attempts" and tostring(Properties.outcome) == "given_up" | summarize GivenUp = sum(Sum)'
    measure: 'GivenUp'
    recipientsId: recipientsId
  }
}
