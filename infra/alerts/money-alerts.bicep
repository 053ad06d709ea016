// Before money is lost, or runs out.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Resource id of the action group.')
param recipientsId string

@description('Share of a client\'s daily budget that is worth a word, such as 0.8.')
param budgetShare string = '0.8'

module ambiguousSubmits 'log-alert.bicep' = {
  params: {
    name: 'seedance-ambiguous-submits'
    location: location
    tags: tags
    meaning: 'The answer to a paid submit was lost. The service never submits again blindly; a task that nothing settles ends as submit_outcome_unknown and may have been charged.'
    severity: 2
    workspaceId: workspaceId
    query: 'where Name == "seedance.submits.ambiguous" | extend Provider = tostring(Properties.provider) | summarize Submits = sum(Sum) by Provider'
    measure: 'Submits'
    dimension: 'Provider'
    recipientsId: recipientsId
  }
}

module providerOutOfCredits 'log-alert.bicep' = {
  params: {
    name: 'seedance-provider-out-of-credits'
    location: location
    tags: tags
    meaning: 'A provider refused a submit with 402: the account there has no credits left. Every submit to it fails until it is topped up.'
    severity: 1
    workspaceId: workspaceId
    query: 'where Name == "seedance.submits.rejected" and tostring(Properties.code) == "provider_insufficient_credits" | extend Provider = tostring(Properties.provider) | summarize Refused = sum(Sum) by Provider'
    measure: 'Refused'
    dimension: 'Provider'
    recipientsId: recipientsId
  }
}

module budget 'log-alert.bicep' = {
  params: {
    name: 'seedance-budget'
    location: location
    tags: tags
    meaning: 'A client has used most of its budget of this UTC day. When it is used up its requests are refused with 402 until midnight UTC.'
    severity: 3
    workspaceId: workspaceId
    query: 'where Name == "seedance.budget.used" | extend Client = tostring(Properties.client) | summarize Used = max(Max) by Client'
    measure: 'Used'
    operator: 'GreaterThanOrEqual'
    threshold: budgetShare
    dimension: 'Client'
    recipientsId: recipientsId
  }
}
