// Every setting the deployed app has. No value here is a secret: secrets are references into Key Vault.

import { client } from 'client.bicep'

@description('Name of the function app.')
param functionAppName string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Account of the host and the task hub.')
param hostStorageName string

@description('Blob service of the media account.')
param blobServiceUri string

@description('Table service of the media account.')
param tableServiceUri string

@description('Address at which providers and callers reach the app.')
param publicBaseUrl string

@description('Default provider.')
param provider string

@description('Providers whose API key lies in the vault, as the secret "<provider>-api-key". A reference to a secret that is not there would be sent as the key.')
param keyedProviders string[]

@description('Who may call.')
param clients client[]

@description('True while URLs signed with the webhook key before the current one are still honoured: the secret "webhook-key-previous".')
param hasPreviousWebhookKey bool

@description('Address of the vault, with a slash at its end.')
param vaultUri string

@description('Where telemetry goes. It names the resource and opens nothing: local authentication is off.')
param applicationInsightsConnectionString string

@description('Topic the app\'s own events go to; empty for none.')
param eventsTopicEndpoint string

@description('Address of the Durable Task Scheduler; empty keeps the task hub in Azure Storage.')
param schedulerEndpoint string

@description('Task hub of the scheduler.')
param schedulerTaskHub string

@description('Further settings by their full names, such as Seedance__Waiting__DeadlineMinutes. They win over those above.')
param moreSettings object

func secretAt(vault string, secret string) string => '@Microsoft.KeyVault(SecretUri=${vault}secrets/${secret})'

var hostSettings = {
  AzureWebJobsStorage__accountName: hostStorageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'prod'
  // Otherwise the platform answers GET / itself and hides the app's page.
  AzureWebJobsDisableHomepage: 'true'
}

var appSettings = {
  Seedance__Storage__blobServiceUri: blobServiceUri
  Seedance__Storage__tableServiceUri: tableServiceUri
  Seedance__PublicBaseUrl: publicBaseUrl
  Seedance__Provider: provider
  Seedance__WebhookKey: secretAt(vaultUri, 'webhook-key')
  Seedance__LinkKey: secretAt(vaultUri, 'link-key')
}

var previousWebhookKey = hasPreviousWebhookKey
  ? { Seedance__WebhookKeyPrevious: secretAt(vaultUri, 'webhook-key-previous') }
  : {}

var providerKeys = toObject(
  keyedProviders,
  name => 'Seedance__Providers__${name}__ApiKey',
  name => secretAt(vaultUri, '${name}-api-key')
)

var clientKeys = toObject(clients, one => 'Seedance__Clients__${one.name}__KeySha256', one => one.keySha256)

var clientBudgets = toObject(
  filter(clients, one => one.?dailyCredits != null),
  one => 'Seedance__Clients__${one.name}__DailyCredits',
  one => string(one.dailyCredits!)
)

var callbackSecrets = toObject(
  filter(clients, one => one.?callbackSecretName != null),
  one => 'Seedance__Clients__${one.name}__CallbackSecret',
  one => secretAt(vaultUri, one.callbackSecretName!)
)

var previousCallbackSecrets = toObject(
  filter(clients, one => one.?previousCallbackSecretName != null),
  one => 'Seedance__Clients__${one.name}__CallbackSecretPrevious',
  one => secretAt(vaultUri, one.previousCallbackSecretName!)
)

var events = empty(eventsTopicEndpoint) ? {} : { Seedance__Events__TopicEndpoint: eventsTopicEndpoint }

// These override the deployed host file until the package with the other one is deployed. They cannot replace it: what wakes and
// scales the app reads the file alone.
var scheduler = empty(schedulerEndpoint)
  ? {}
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
      AzureFunctionsJobHost__extensions__durableTask__hubName: schedulerTaskHub
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    }

resource functionApp 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionAppName
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: functionApp
  name: 'appsettings'
  properties: union(
    hostSettings,
    appSettings,
    previousWebhookKey,
    providerKeys,
    clientKeys,
    clientBudgets,
    callbackSecrets,
    previousCallbackSecrets,
    events,
    scheduler,
    moreSettings
  )
}
