// When generations fail more than one expects.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Resource id of the action group.')
param recipientsId string

@description('Failed tasks of one code within 15 minutes that are still usual.')
@minValue(0)
param usualFailures int

module failures 'log-alert.bicep' = {
  params: {
    name: 'seedance-failures'
    location: location
    tags: tags
    meaning: 'More tasks failed with one code than is usual. The code says whose fault it is: the caller\'s, the provider\'s or the service\'s.'
    severity: 2
    workspaceId: workspaceId
    query: 'where Name == "seedance.tasks.failed" | extend Code = tostring(Properties.code) | summarize Failed = sum(Sum) by Code'
    measure: 'Failed'
    threshold: string(usualFailures)
    dimension: 'Code'
    recipientsId: recipientsId
  }
}
