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

resource uploads 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'seedance-uploads-dead-lettered'
  location: 'global'
  tags: tags
  properties: {
    description: 'The event of an upload could not be delivered to the app and lies in the container deadletters. The upload has started nothing.'
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
