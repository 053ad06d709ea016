// The function app with its settings.

import { client } from 'client.bicep'

@description('Name of the function app.')
param name string

@description('Name of its plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Container that the deployed package is put into, as a URL.')
param packageContainerUrl string

@description('Memory of one instance in MB.')
param instanceMemoryMB int

@description('Most instances at a time.')
param maximumInstanceCount int

@description('Instances for orchestrations and activities that are always warm.')
param durableAlwaysReady int

@description('Instances for HTTP that are always warm.')
param httpAlwaysReady int

@description('Subnet that the app sends from; empty for none.')
param subnetId string

@description('Account of the host and the task hub.')
param hostStorageName string

@description('Blob service of the media account.')
param blobServiceUri string

@description('Table service of the media account.')
param tableServiceUri string

@description('Address at which providers and callers reach the app; empty is its own host name.')
param publicBaseUrl string

@description('Default provider.')
param provider string

@description('Providers whose API key lies in the vault.')
param keyedProviders string[]

@description('Who may call.')
param clients client[]

@description('True while URLs signed with the webhook key before the current one are still honoured.')
param hasPreviousWebhookKey bool

@description('Address of the vault, with a slash at its end.')
param vaultUri string

@description('Where telemetry goes.')
param applicationInsightsConnectionString string

@description('Topic the app\'s own events go to; empty for none.')
param eventsTopicEndpoint string

@description('Address of the Durable Task Scheduler; empty keeps the task hub in Azure Storage.')
param schedulerEndpoint string

@description('Task hub of the scheduler.')
param schedulerTaskHub string

@description('Further settings by their full names.')
param moreSettings object

module functionApp 'function-app.bicep' = {
  params: {
    name: name
    planName: planName
    location: location
    tags: tags
    identityId: identityId
    packageContainerUrl: packageContainerUrl
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    durableAlwaysReady: durableAlwaysReady
    httpAlwaysReady: httpAlwaysReady
    subnetId: subnetId
  }
}

var baseUrl = empty(publicBaseUrl) ? 'https://${functionApp.outputs.hostName}' : publicBaseUrl

module settings 'app-settings.bicep' = {
  params: {
    functionAppName: functionApp.outputs.name
    identityClientId: identityClientId
    hostStorageName: hostStorageName
    blobServiceUri: blobServiceUri
    tableServiceUri: tableServiceUri
    publicBaseUrl: baseUrl
    provider: provider
    keyedProviders: keyedProviders
    clients: clients
    hasPreviousWebhookKey: hasPreviousWebhookKey
    vaultUri: vaultUri
    applicationInsightsConnectionString: applicationInsightsConnectionString
    eventsTopicEndpoint: eventsTopicEndpoint
    schedulerEndpoint: schedulerEndpoint
    schedulerTaskHub: schedulerTaskHub
    moreSettings: moreSettings
  }
}

@description('Name of the function app.')
output name string = functionApp.outputs.name

@description('Where the service answers.')
output baseUrl string = baseUrl
