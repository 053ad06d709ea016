// The Durable Task Scheduler as the backend of orchestrations, in place of queues and tables.

@description('Name of the scheduler.')
param name string

@description('Name of its task hub.')
param taskHubName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Consumption is billed by action; Dedicated by capacity unit.')
@allowed(['Consumption', 'Dedicated'])
param sku string

@description('Addresses (CIDR) the scheduler takes requests from. Every request needs an identity besides.')
param ipAllowlist string[]

@description('Principal of the app\'s identity.')
param appPrincipalId string

var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402' // Durable Task Data Contributor

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: ipAllowlist
    sku: sku == 'Dedicated' ? { name: 'Dedicated', capacity: 1 } : { name: 'Consumption' }
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: taskHubName
  properties: {}
}

resource appUsesTaskHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(taskHub.id, appPrincipalId, dataContributor)
  scope: taskHub
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

@description('Address of the scheduler.')
output endpoint string = scheduler.properties.endpoint

@description('Name of the task hub.')
output taskHubName string = taskHub.name
