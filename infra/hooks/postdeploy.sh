#!/usr/bin/env bash
# Subscribes the deployed function to completed uploads. Repeatable: the same subscription is put again. The endpoint is the
# function's resource id, so no key is asked for.
set -euo pipefail

: "${AZURE_SUBSCRIPTION_ID:?is set by azd}" "${AZURE_RESOURCE_GROUP:?is an output of main.bicep}"
: "${SEEDANCE_FUNCTION_APP:?is an output of main.bicep}" "${SEEDANCE_MEDIA_ACCOUNT:?is an output of main.bicep}"
: "${SEEDANCE_UPLOADS_TOPIC:?is an output of main.bicep}" "${SEEDANCE_HEALTH_URL:?is an output of main.bicep}"

function_name=ReceiveUpload
attempts=30
pause="${SEEDANCE_HOOK_PAUSE_SECONDS:-10}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# Event Grid refuses a function that it cannot find, and the platform lists it a little after the deployment.
for ((attempt = 1; ; attempt++)); do
  if az functionapp function show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" \
    --name "$SEEDANCE_FUNCTION_APP" --function-name "$function_name" --output none --only-show-errors 2>/dev/null; then
    break
  fi
  if ((attempt == attempts)); then
    echo "The function $function_name does not appear in $SEEDANCE_FUNCTION_APP; does the app start? Its log stream tells." >&2
    exit 1
  fi
  echo "Waiting for the function $function_name ($attempt of $attempts) ..."
  sleep "$pause"
done

az deployment group create --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" \
  --name uploads-subscription --template-file "$here/../events/uploads-subscription.bicep" \
  --parameters topicName="$SEEDANCE_UPLOADS_TOPIC" mediaAccountName="$SEEDANCE_MEDIA_ACCOUNT" \
  functionAppName="$SEEDANCE_FUNCTION_APP" functionName="$function_name" \
  --output none --only-show-errors

echo "Uploads reach $function_name. $SEEDANCE_HEALTH_URL says what is still missing."
