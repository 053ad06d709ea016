// Who hears of an alert.

@description('Name of the action group.')
param name string

@description('Tags.')
param tags object

@description('E-mail address; empty shows alerts in the portal only.')
param email string

resource recipients 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'seedance'
    enabled: true
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'operator'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

@description('Resource id of the action group.')
output id string = recipients.id
