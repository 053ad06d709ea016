// Every alert of the service; docs/operations.md tells what to do about each.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the action group.')
param recipientsName string

@description('E-mail address; empty shows alerts in the portal only.')
param email string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Resource id of the system topic of the media account.')
param uploadsTopicId string

@description('Name of the account of the host.')
param hostAccountName string

@description('Queue of that account with the uploads that the app could not take.')
param poisonQueueName string

@description('Failed tasks of one code within 15 minutes that are still usual.')
param usualFailures int

module recipients 'recipients.bicep' = {
  params: {
    name: recipientsName
    tags: tags
    email: email
  }
}

module videos 'video-alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspaceId
    recipientsId: recipients.outputs.id
  }
}

module money 'money-alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspaceId
    recipientsId: recipients.outputs.id
  }
}

module failures 'failure-alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspaceId
    recipientsId: recipients.outputs.id
    usualFailures: usualFailures
  }
}

module deadLetters 'dead-letter-alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspaceId
    recipientsId: recipients.outputs.id
    uploadsTopicId: uploadsTopicId
    hostAccountName: hostAccountName
    poisonQueueName: poisonQueueName
  }
}
