// Seedance.Functions in one resource group. "azd up" deploys it; docs/deployment.md tells how.

import { client } from 'app/client.bicep'
targetScope = 'subscription'

@description('Name of the environment; the resource group is named after it.')
param environmentName string

@description('Region of everything. It must offer Flex Consumption.')
param location string

@description('Principal of whoever deploys, who may then write secrets; empty for none. "azd" knows it.')
param deployerPrincipalId string = ''

@description('Kind of that principal.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerPrincipalType string = 'User'

@description('Default provider.')
@allowed(['evolink', 'seedanceapi'])
param provider string = 'evolink'

@description('Providers whose API key has been put into the vault, as the secret "<provider>-api-key". Without any the app runs and says so at /health.')
param keyedProviders string[] = []

@description('Who may call. With nobody every call is refused.')
param clients client[] = []

@description('Address at which providers and callers reach the app, scheme and host; empty is the app\'s own host name.')
param publicBaseUrl string = ''

@description('True while the secret "webhook-key-previous" is there and URLs signed with it are still honoured.')
param hasPreviousWebhookKey bool = false

@description('Further settings by their full names, such as Seedance__Waiting__DeadlineMinutes. Not for secrets.')
param moreSettings object = {}

@description('Memory of one instance in MB. A copied video holds 4 MiB, whatever its size.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at a time. It bounds what a flood of requests can cost.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances for orchestrations and activities that are always warm. 0 costs nothing while nothing happens.')
@minValue(0)
param durableAlwaysReady int = 0

@description('Instances for HTTP that are always warm. Without one a cold start can cost a webhook, and the next poll finds out instead.')
@minValue(0)
param httpAlwaysReady int = 0

@description('Redundancy of both storage accounts.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param storageSku string = 'Standard_LRS'

@description('Days in which a deleted or overwritten blob, version or container can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Days after which an uploaded picture or job file is deleted; 0 keeps them.')
@minValue(0)
param uploadsKeepDays int = 30

@description('Days after which a superseded version of a blob is deleted.')
@minValue(1)
param versionsKeepDays int = 30

@description('Days after which a video moves to the cool tier, where keeping costs less and reading more; 0 keeps it hot.')
@minValue(0)
param videosCoolAfterDays int = 30

@description('Days after which an event that could not be delivered is deleted.')
@minValue(1)
param deadLettersKeepDays int = 90

@description('Days that telemetry is kept.')
@minValue(30)
@maxValue(730)
param telemetryKeepDays int = 30

@description('Most telemetry a day in GB, after which nothing is taken in until the next day and alerts are blind; -1 for no limit.')
param telemetryDailyQuotaGb int = -1

@description('E-mail address that alerts go to; empty shows them in the portal only.')
param alertEmail string = ''

@description('Failed tasks of one code within 15 minutes that are still usual.')
@minValue(0)
param usualFailures int = 5

@description('True makes a topic for the app\'s own events.')
param ownEvents bool = false

@description('True keeps orchestrations in a Durable Task Scheduler instead of Azure Storage. Best changed while no task is under way.')
param durableTaskScheduler bool = false

@description('Consumption is billed by action; Dedicated by capacity unit.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Addresses (CIDR) that the scheduler takes requests from. Every request needs an identity besides.')
param schedulerIpAllowlist string[] = ['0.0.0.0/0']

@description('True puts the app into a network of its own, and closes the host\'s storage and the vault to the Internet.')
param privateNetwork bool = false

@description('Addresses of that network, CIDR, at least a /23.')
param networkAddressPrefix string = '10.0.0.0/23'

@description('With a private network: true still lets the media account be reached from the Internet, by identity or signed link. Content links and the pictures that providers fetch need it.')
param mediaFromInternet bool = true

@description('With a private network: public addresses or ranges (CIDR) that are let in all the same, such as the deployer\'s.')
param allowedIpRanges string[] = []

var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  scope: group
  params: {
    name: 'id-seedance-${token}'
    location: location
    tags: tags
  }
}

module telemetry 'telemetry/application-insights.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-seedance-${token}'
    name: 'appi-seedance-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    retentionDays: telemetryKeepDays
    dailyQuotaGb: telemetryDailyQuotaGb
    workbookName: 'Seedance (${environmentName})'
  }
}

module storage 'storage/storage.bicep' = {
  scope: group
  params: {
    hostAccountName: 'sthost${token}'
    mediaAccountName: 'stmedia${token}'
    location: location
    tags: tags
    sku: storageSku
    appPrincipalId: identity.outputs.principalId
    hostFromInternet: !privateNetwork
    mediaFromInternet: !privateNetwork || mediaFromInternet
    allowedIpRanges: privateNetwork ? allowedIpRanges : []
    softDeleteDays: softDeleteDays
    uploadsKeepDays: uploadsKeepDays
    versionsKeepDays: versionsKeepDays
    videosCoolAfterDays: videosCoolAfterDays
    deadLettersKeepDays: deadLettersKeepDays
  }
}

module vault 'secrets/key-vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: deployerPrincipalId
    deployerPrincipalType: deployerPrincipalType
    fromInternet: !privateNetwork
    allowedIpRanges: privateNetwork ? allowedIpRanges : []
  }
}

module network 'network/private-network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: 'vnet-seedance-${token}'
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
    hostStorageId: storage.outputs.hostAccountId
    mediaStorageId: storage.outputs.mediaAccountId
    vaultId: vault.outputs.id
  }
}

module scheduler 'durable/scheduler.bicep' = if (durableTaskScheduler) {
  scope: group
  params: {
    name: 'dts-seedance-${token}'
    taskHubName: 'SeedanceHub'
    location: location
    tags: tags
    sku: schedulerSku
    ipAllowlist: schedulerIpAllowlist
    appPrincipalId: identity.outputs.principalId
  }
}

module events 'events/topics.bicep' = {
  scope: group
  params: {
    uploadsTopicName: 'evgst-uploads-${token}'
    ownTopicName: ownEvents ? 'evgt-seedance-${token}' : ''
    location: location
    tags: tags
    mediaAccountName: storage.outputs.mediaAccountName
    hostAccountName: storage.outputs.hostAccountName
    uploadQueueName: storage.outputs.uploadQueueName
    appPrincipalId: identity.outputs.principalId
  }
}

module app 'app/app.bicep' = {
  scope: group
  params: {
    name: 'func-seedance-${token}'
    planName: 'plan-seedance-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packageContainerUrl: storage.outputs.packageContainerUrl
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    durableAlwaysReady: durableAlwaysReady
    httpAlwaysReady: httpAlwaysReady
    subnetId: network.?outputs.appSubnetId ?? ''
    hostStorageName: storage.outputs.hostAccountName
    blobServiceUri: storage.outputs.blobServiceUri
    tableServiceUri: storage.outputs.tableServiceUri
    publicBaseUrl: publicBaseUrl
    provider: provider
    keyedProviders: keyedProviders
    clients: clients
    hasPreviousWebhookKey: hasPreviousWebhookKey
    vaultUri: vault.outputs.uri
    applicationInsightsConnectionString: telemetry.outputs.connectionString
    eventsTopicEndpoint: events.outputs.ownTopicEndpoint
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    schedulerTaskHub: scheduler.?outputs.taskHubName ?? ''
    moreSettings: moreSettings
  }
}

module alerts 'alerts/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    recipientsName: 'ag-seedance-${token}'
    email: alertEmail
    workspaceId: telemetry.outputs.workspaceId
    uploadsTopicId: events.outputs.uploadsTopicId
    hostAccountName: storage.outputs.hostAccountName
    poisonQueueName: storage.outputs.poisonQueueName
    usualFailures: usualFailures
  }
}

@description('Resource group of everything.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Where the service answers.')
output SEEDANCE_URL string = app.outputs.baseUrl

@description('What is missing, if anything: open it after the deployment.')
output SEEDANCE_HEALTH_URL string = '${app.outputs.baseUrl}/health'

@description('Where providers call back, each task at an address of its own.')
output SEEDANCE_WEBHOOK_BASE string = '${app.outputs.baseUrl}/webhooks'

@description('Name of the function app.')
output SEEDANCE_FUNCTION_APP string = app.outputs.name

@description('Account of videos, uploads and records.')
output SEEDANCE_MEDIA_ACCOUNT string = storage.outputs.mediaAccountName

@description('Account of the host and the task hub.')
output SEEDANCE_HOST_ACCOUNT string = storage.outputs.hostAccountName

@description('Topic of the app\'s own events; empty when there is none.')
output SEEDANCE_EVENTS_ENDPOINT string = events.outputs.ownTopicEndpoint

@description('Name of the vault.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('What to run to add a provider\'s key, which lies in the file named; then name the provider in keyedProviders and provision again.')
output SEEDANCE_ADD_PROVIDER_KEY string = 'az keyvault secret set --vault-name ${vault.outputs.name} --name ${provider}-api-key --file key.txt --output none'
