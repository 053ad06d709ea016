#!/usr/bin/env bash
# What a hook finds when azd runs it, with an az that keeps secrets in a folder and writes down its calls. The first calls, as many as
# REFUSED says, may not list secrets: a role takes some minutes to count.
export AZURE_SUBSCRIPTION_ID=1 AZURE_RESOURCE_GROUP=group AZURE_KEY_VAULT_NAME=vault SEEDANCE_FUNCTION_APP=app
export SEEDANCE_HOOK_PAUSE_SECONDS=0 TMPDIR="$PWD/tmp"
az() {
  echo "$*" >>calls
  case "$1 $2 $3" in
    "keyvault secret list") [ "$(wc -l <calls)" -gt "$REFUSED" ] && ls vault ;;
    "keyvault secret set")
      cp "${11}" "vault/$9"
      # Unless it is told not to, az prints the secret.
      [[ "$*" == *"--output none"* ]] || cat "${11}"
      ;;
  esac
}
