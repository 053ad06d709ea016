# Generates the webhook key and the link key, once: later runs leave them alone, or links and callbacks that are out there would
# stop working. Prints no key.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

foreach ($name in 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'AZURE_KEY_VAULT_NAME', 'SEEDANCE_FUNCTION_APP') {
    if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$name is not set; azd and the outputs of main.bicep set it." }
}

# A role that was assigned a moment ago takes up to some minutes to count.
$attempts = 30
$pause = if ($env:SEEDANCE_HOOK_PAUSE_SECONDS) { [int]$env:SEEDANCE_HOOK_PAUSE_SECONDS } else { 10 }

# Nothing is written before the list could be read: a key that only cannot be seen must not be taken for one that is missing.
for ($attempt = 1; ; $attempt++) {
    $names = @(az keyvault secret list --subscription $env:AZURE_SUBSCRIPTION_ID --vault-name $env:AZURE_KEY_VAULT_NAME `
        --query '[].name' --output tsv --only-show-errors)
    if ($LASTEXITCODE -eq 0) { break }
    if ($attempt -eq $attempts) {
        throw "The vault $env:AZURE_KEY_VAULT_NAME cannot be read. Whoever deploys needs the role Key Vault Secrets Officer on it."
    }
    Write-Output "Waiting for access to the vault $env:AZURE_KEY_VAULT_NAME ($attempt of $attempts) ..."
    Start-Sleep -Seconds $pause
}

$generated = $false
foreach ($name in 'webhook-key', 'link-key') {
    if ($names -contains $name) {
        Write-Output "$name is there and stays."
        continue
    }
    # By file, so that the key is in no process's arguments.
    $file = New-TemporaryFile
    try {
        $key = [Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(32))
        [IO.File]::WriteAllText($file.FullName, $key)
        az keyvault secret set --subscription $env:AZURE_SUBSCRIPTION_ID --vault-name $env:AZURE_KEY_VAULT_NAME --name $name `
            --file $file.FullName --encoding utf-8 --output none --only-show-errors
        if ($LASTEXITCODE -ne 0) { throw "The secret $name could not be written." }
    }
    finally {
        Remove-Item -Force $file.FullName
    }
    Write-Output "$name is generated."
    $generated = $true
}

# The settings refer to secrets that were not there when they were written; a changed setting makes the platform look again.
if ($generated) {
    $now = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
    az functionapp config appsettings set --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP `
        --name $env:SEEDANCE_FUNCTION_APP --settings "SEEDANCE_KEYS_GENERATED_AT=$now" --output none --only-show-errors
    if ($LASTEXITCODE -ne 0) { throw "The settings of $env:SEEDANCE_FUNCTION_APP could not be touched." }
}
