// Before a paid video is lost: providers forget a result after 24 hours.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Resource id of the action group.')
param recipientsId string

module paidNotStored 'log-alert.bicep' = {
  params: {
    name: 'seedance-paid-not-stored'
    location: location
    tags: tags
    meaning: 'A task has been with its provider for over an hour and its video is not stored. The provider forgets the video 24 hours after the task: find out why before then.'
    severity: 1
    workspaceId: workspaceId
    query: 'where Name == "seedance.tasks.paid_not_stored" | summarize Tasks = max(Max)'
    measure: 'Tasks'
    recipientsId: recipientsId
  }
}

module watchSilent 'log-alert.bicep' = {
  params: {
    name: 'seedance-watch-silent'
    location: location
    tags: tags
    meaning: 'For half an hour nothing has counted the open tasks, which happens every five minutes while the app is healthy. Either the app does not run or its telemetry does not arrive; no other alert can be relied on meanwhile.'
    severity: 1
    workspaceId: workspaceId
    query: 'where Name == "seedance.tasks.paid_not_stored" | summarize Counts = count()'
    measure: 'Counts'
    operator: 'LessThan'
    threshold: '1'
    window: 'PT30M'
    recipientsId: recipientsId
  }
}
