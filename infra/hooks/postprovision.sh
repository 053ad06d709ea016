#!/usr/bin/env bash
# Generates the webhook key and the link key, once: later runs leave them alone, or links and callbacks that are out there would
# stop working. Prints no key.
set -euo pipefail

: "${AZURE_SUBSCRIPTION_ID:?is set by azd}" "${AZURE_RESOURCE_GROUP:?is an output of main.bicep}"
: "${AZURE_KEY_VAULT_NAME:?is an output of main.bicep}" "${SEEDANCE_FUNCTION_APP:?is an output of main.bicep}"

# A role that was assigned a moment ago takes up to some minutes to count.
attempts=30
pause="${SEEDANCE_HOOK_PAUSE_SECONDS:-10}"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
umask 077

# Nothing is written before the list could be read: a key that only cannot be seen must not be taken for one that is missing.
for ((attempt = 1; ; attempt++)); do
  if az keyvault secret list --subscription "$AZURE_SUBSCRIPTION_ID" --vault-name "$AZURE_KEY_VAULT_NAME" \
    --query '[].name' --output tsv --only-show-errors >"$folder/names" 2>"$folder/error"; then
    break
  fi
  if ((attempt == attempts)); then
    cat "$folder/error" >&2
    echo "The vault $AZURE_KEY_VAULT_NAME cannot be read. Whoever deploys needs the role Key Vault Secrets Officer on it." >&2
    exit 1
  fi
  echo "Waiting for access to the vault $AZURE_KEY_VAULT_NAME ($attempt of $attempts) ..."
  sleep "$pause"
done

# Into a file, not through a pipe: grep ends at its first match, and what then fails to write to it would count as a key not found.
tr -d '\r' <"$folder/names" >"$folder/known"

generated=0
for name in webhook-key link-key; do
  if grep -qx "$name" "$folder/known"; then
    echo "$name is there and stays."
    continue
  fi
  # By file, so that the key is in no process's arguments.
  openssl rand -base64 32 | tr -d '\n' >"$folder/value"
  az keyvault secret set --subscription "$AZURE_SUBSCRIPTION_ID" --vault-name "$AZURE_KEY_VAULT_NAME" --name "$name" \
    --file "$folder/value" --encoding utf-8 --output none --only-show-errors
  rm -f "$folder/value"
  echo "$name is generated."
  generated=1
done

# The settings refer to secrets that were not there when they were written; a changed setting makes the platform look again.
if ((generated)); then
  az functionapp config appsettings set --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" \
    --name "$SEEDANCE_FUNCTION_APP" --settings "SEEDANCE_KEYS_GENERATED_AT=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
    --output none --only-show-errors
fi
