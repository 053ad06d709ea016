// A deployment with everything switched on, for the tests: "bicep snapshot" says which resources it would make.
using '../../infra/main.bicep'

param environmentName = 'test'
param location = 'westeurope'
param deployerPrincipalId = 'deployer'
param keyedProviders = ['evolink']
param clients = [
  {
    name: 'shop'
    keySha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
    dailyCredits: 5
    callbackSecretName: 'callback-shop'
    previousCallbackSecretName: 'callback-shop-previous'
  }
]
param hasPreviousWebhookKey = true
param ownEvents = true
param durableTaskScheduler = true
param privateNetwork = true
