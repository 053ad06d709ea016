// Log Analytics and Application Insights on it. Neither takes anything but an identity: local authentication is off.

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights resource.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Principal of the app\'s identity, which sends telemetry.')
param appPrincipalId string

@description('Days that telemetry is kept; 31 are in the price of ingestion.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Most telemetry a day in GB, after which nothing is taken in until the next day; -1 for no limit. Alerts are blind then.')
param dailyQuotaGb int

@description('Name of the workbook that people see.')
param workbookName string

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource appSendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, appPrincipalId, metricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

module workbook 'workbook.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspace.id
    displayName: workbookName
  }
}

@description('Resource id of the workspace, for queries and alerts.')
output workspaceId string = workspace.id

@description('Where telemetry goes. It opens nothing by itself: local authentication is off.')
output connectionString string = applicationInsights.properties.ConnectionString
