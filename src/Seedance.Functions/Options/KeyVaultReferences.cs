namespace Seedance.Functions.Options;

/// <summary>
/// Stops the app when the service's own secrets are references that Key Vault did not resolve. A provider's key is not among them:
/// without it the app runs, and <c>/health</c> says what is missing.
/// </summary>
public sealed class KeyVaultReferences : IValidateOptions<SeedanceOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        var unresolved = Secrets(options).Where(secret => KeyVaultReference.IsUnresolved(secret.Value)).Select(secret =>
            $"{secret.Setting} is a reference to a secret in Key Vault that was not resolved: the secret is missing there, or the app's "
            + "identity may not read it.").ToList();
        return unresolved.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unresolved);
    }

    private static IEnumerable<(string Setting, string? Value)> Secrets(SeedanceOptions options) =>
    [
        ("Seedance__WebhookKey", options.WebhookKey),
        ("Seedance__WebhookKeyPrevious", options.WebhookKeyPrevious),
        ("Seedance__LinkKey", options.LinkKey),
        .. options.Clients.Select(client => ($"Seedance__Clients__{client.Key}__KeySha256", client.Value.KeySha256)),
        .. options.Clients.Select(client => ($"Seedance__Clients__{client.Key}__CallbackSecret", client.Value.CallbackSecret)),
        .. options.Clients.Select(client => ($"Seedance__Clients__{client.Key}__CallbackSecretPrevious", client.Value.CallbackSecretPrevious)),
    ];
}
