namespace Seedance.Functions.Options;

/// <summary>Finds what is wrong with the settings of callbacks. URLs and secrets are not repeated: either may open a door.</summary>
internal static class CallbackSettings
{
    public static IEnumerable<string> Wrong(CallbackOptions callbacks)
    {
        if (callbacks.KeepDeliveriesDays is < 1 or > 3650)
        {
            yield return "Seedance__Callbacks__KeepDeliveriesDays must be from 1 to 3650.";
        }
        foreach (var (index, port) in callbacks.Ports.Index())
        {
            if (port is < 1 or > 65535) yield return $"Seedance__Callbacks__Ports__{index} is {port}; a port is from 1 to 65535.";
        }
    }

    public static IEnumerable<string> Wrong(string client, ClientOptions settings, SeedanceOptions options)
    {
        var prefix = $"Seedance__Clients__{client}__";
        foreach (var (setting, secret) in new[]
        {
            (nameof(settings.CallbackSecret), settings.CallbackSecret),
            (nameof(settings.CallbackSecretPrevious), settings.CallbackSecretPrevious),
        })
        {
            if (secret is { Length: > 0 } && !KeyVaultReference.IsUnresolved(secret) && !StandardWebhookSignature.IsSecret(secret))
            {
                yield return $"{prefix}{setting} must be 'whsec_' followed by base64 of 24 to 64 bytes.";
            }
        }
        var isSigned = settings.CallbackSecret is { Length: > 0 };
        if (settings.CallbackSecretPrevious is { Length: > 0 } && !isSigned)
        {
            yield return $"{prefix}CallbackSecret is missing: {prefix}CallbackSecretPrevious is the one before it.";
        }
        if (settings.CallbackUrl is not { Length: > 0 } url) yield break;
        if (!CallbackUrl.TryParse(url, CallbackOptions.RulesOf(options), out _))
        {
            yield return $"{prefix}CallbackUrl is not allowed: it must be an absolute https URL of a public host, on port 443 or one of "
                + "Seedance__Callbacks__Ports, without a user name, of at most 2048 characters.";
        }
        if (!isSigned)
        {
            yield return $"{prefix}CallbackSecret is missing: without it, nobody could tell what comes to {prefix}CallbackUrl from a forgery.";
        }
    }
}
