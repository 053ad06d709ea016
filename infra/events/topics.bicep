// The media account's events, and the app's own.

@description('Name of the system topic of the media account.')
param uploadsTopicName string

@description('Name of the topic of the app\'s own events; empty for none.')
param ownTopicName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the media account.')
param mediaAccountName string

@description('Name of the account of the host.')
param hostAccountName string

@description('Queue of the host\'s account that takes the events of uploads.')
param uploadQueueName string

@description('Principal of the app\'s identity.')
param appPrincipalId string

module uploads 'uploads.bicep' = {
  params: {
    topicName: uploadsTopicName
    location: location
    tags: tags
    mediaAccountName: mediaAccountName
    hostAccountName: hostAccountName
    queueName: uploadQueueName
  }
}

module ownTopic 'own-topic.bicep' = if (!empty(ownTopicName)) {
  params: {
    name: ownTopicName
    location: location
    tags: tags
    appPrincipalId: appPrincipalId
  }
}

@description('Resource id of the system topic of the media account.')
output uploadsTopicId string = uploads.outputs.topicId

@description('Address of the topic of the app\'s own events; empty when there is none.')
output ownTopicEndpoint string = ownTopic.?outputs.endpoint ?? ''
