// The Flex Consumption plan and the function app on it. Its settings are in app-settings.bicep.

@description('Name of the function app, part of its address.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags. "azd" finds the app by the tag azd-service-name.')
param tags object

@description('Resource id of the identity the app has.')
param identityId string

@description('Container that the deployed package is put into, as a URL.')
param packageContainerUrl string

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances at a time.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances for orchestrations and activities that are always warm. Each is billed while it waits.')
@minValue(0)
param durableAlwaysReady int

@description('Instances for HTTP that are always warm. Each is billed while it waits.')
@minValue(0)
param httpAlwaysReady int

@description('Subnet that the app sends from; empty for none.')
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource functionApp 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'seedance' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: concat(
          durableAlwaysReady > 0 ? [{ name: 'durable', instanceCount: durableAlwaysReady }] : [],
          httpAlwaysReady > 0 ? [{ name: 'http', instanceCount: httpAlwaysReady }] : []
        )
      }
    }
  }
}

// Deployment goes by the deployer's own sign-in; user name and password of the publishing profile are off.
resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: functionApp
  name: 'scm'
  properties: {
    allow: false
  }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: functionApp
  name: 'ftp'
  properties: {
    allow: false
  }
}

@description('Name of the function app.')
output name string = functionApp.name

@description('Resource id of the function app.')
output id string = functionApp.id

@description('Host name of the function app.')
output hostName string = functionApp.properties.defaultHostName
