# Subscribes the deployed function to completed uploads. Repeatable: the same subscription is put again. The endpoint is the
# function's resource id, so no key is asked for.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

foreach ($name in 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'SEEDANCE_FUNCTION_APP', 'SEEDANCE_MEDIA_ACCOUNT',
    'SEEDANCE_UPLOADS_TOPIC', 'SEEDANCE_HEALTH_URL') {
    if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$name is not set; azd and the outputs of main.bicep set it." }
}

$functionName = 'ReceiveUpload'
$attempts = 30
$pause = if ($env:SEEDANCE_HOOK_PAUSE_SECONDS) { [int]$env:SEEDANCE_HOOK_PAUSE_SECONDS } else { 10 }
$template = Join-Path $PSScriptRoot '..' 'events' 'uploads-subscription.bicep'

# Event Grid refuses a function that it cannot find, and the platform lists it a little after the deployment.
for ($attempt = 1; ; $attempt++) {
    az functionapp function show --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP `
        --name $env:SEEDANCE_FUNCTION_APP --function-name $functionName --output none --only-show-errors 2>$null
    if ($LASTEXITCODE -eq 0) { break }
    if ($attempt -eq $attempts) {
        throw "The function $functionName does not appear in $env:SEEDANCE_FUNCTION_APP; does the app start? Its log stream tells."
    }
    Write-Output "Waiting for the function $functionName ($attempt of $attempts) ..."
    Start-Sleep -Seconds $pause
}

az deployment group create --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP `
    --name uploads-subscription --template-file $template `
    --parameters "topicName=$env:SEEDANCE_UPLOADS_TOPIC" "mediaAccountName=$env:SEEDANCE_MEDIA_ACCOUNT" `
    "functionAppName=$env:SEEDANCE_FUNCTION_APP" "functionName=$functionName" --output none --only-show-errors
if ($LASTEXITCODE -ne 0) { throw 'The subscription could not be created.' }

Write-Output "Uploads reach $functionName. $env:SEEDANCE_HEALTH_URL says what is still missing."
