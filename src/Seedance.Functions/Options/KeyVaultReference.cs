namespace Seedance.Functions.Options;

/// <summary>
/// References to secrets in Key Vault, as App Service and Functions have them: <c>@Microsoft.KeyVault(SecretUri=...)</c>. The platform
/// puts the secret in their place before the app starts; where it cannot, the app gets the reference itself.
/// </summary>
internal static class KeyVaultReference
{
    /// <summary>True when the value is a reference that was not resolved, which is no key at all.</summary>
    public static bool IsUnresolved(string? value)
        => value is not null && value.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);
}
