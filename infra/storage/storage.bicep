// Both accounts: one for the host and its task hub, one for what was paid for.

@description('Name of the account of the host.')
param hostAccountName string

@description('Name of the media account.')
param mediaAccountName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Redundancy of both.')
param sku string

@description('Principal of the app\'s identity.')
param appPrincipalId string

@description('False refuses the Internet at the account of the host.')
param hostFromInternet bool

@description('False refuses the Internet at the media account.')
param mediaFromInternet bool

@description('Public addresses or ranges (CIDR) that are let in all the same.')
param allowedIpRanges string[]

@description('Days in which a deleted or overwritten blob, version or container can be brought back.')
param softDeleteDays int

@description('Days after which an uploaded picture or job file is deleted; 0 keeps them.')
param uploadsKeepDays int

@description('Days after which a superseded version of a blob is deleted.')
param versionsKeepDays int

@description('Days after which a video moves to the cool tier; 0 keeps it hot.')
param videosCoolAfterDays int

@description('Days after which an event that could not be delivered is deleted.')
param deadLettersKeepDays int

module hostAccount 'account.bicep' = {
  params: {
    name: hostAccountName
    location: location
    tags: tags
    sku: sku
    fromInternet: hostFromInternet
    allowedIpRanges: allowedIpRanges
  }
}

module host 'host.bicep' = {
  params: {
    accountName: hostAccount.outputs.name
    appPrincipalId: appPrincipalId
  }
}

module mediaAccount 'account.bicep' = {
  params: {
    name: mediaAccountName
    location: location
    tags: tags
    sku: sku
    fromInternet: mediaFromInternet
    allowedIpRanges: allowedIpRanges
  }
}

module media 'media.bicep' = {
  params: {
    accountName: mediaAccount.outputs.name
    appPrincipalId: appPrincipalId
    softDeleteDays: softDeleteDays
    uploadsKeepDays: uploadsKeepDays
    versionsKeepDays: versionsKeepDays
    videosCoolAfterDays: videosCoolAfterDays
    deadLettersKeepDays: deadLettersKeepDays
  }
}

@description('Name of the account of the host.')
output hostAccountName string = hostAccount.outputs.name

@description('Resource id of the account of the host.')
output hostAccountId string = hostAccount.outputs.id

@description('Container of the deployed package, as a URL.')
output packageContainerUrl string = host.outputs.packageContainerUrl

@description('Queue of the host\'s account that takes the events of uploads.')
output uploadQueueName string = host.outputs.uploadQueueName

@description('Queue of the host\'s account with the events that the app could not take.')
output poisonQueueName string = host.outputs.poisonQueueName

@description('Name of the media account.')
output mediaAccountName string = mediaAccount.outputs.name

@description('Resource id of the media account.')
output mediaAccountId string = mediaAccount.outputs.id

@description('Blob service of the media account.')
output blobServiceUri string = mediaAccount.outputs.blobServiceUri

@description('Table service of the media account.')
output tableServiceUri string = mediaAccount.outputs.tableServiceUri
