// Who may call the service.

@export()
@description('A client of the service.')
type client = {
  @description('Letters and digits: the name becomes part of an app setting, and Linux takes no "-" there.')
  @minLength(1)
  @maxLength(32)
  name: string

  @description('SHA-256 of the client\'s key, 64 hexadecimal digits. The key itself is nowhere in the deployment.')
  @minLength(64)
  @maxLength(64)
  keySha256: string

  @description('Credits that the client\'s tasks of one UTC day may cost together; without it there is no limit.')
  dailyCredits: int?

  @description('Name of the Key Vault secret that signs callbacks to this client (whsec_...). It must exist before it is named here.')
  callbackSecretName: string?

  @description('Name of the secret before it, while it is being changed: callbacks carry both signatures.')
  previousCallbackSecretName: string?
}
