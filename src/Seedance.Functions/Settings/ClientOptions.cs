namespace Seedance.Functions.Settings;

/// <summary>One client of the service.</summary>
public sealed class ClientOptions
{
    /// <summary>SHA-256 of the client's key, 64 hexadecimal digits. The key itself is nowhere in the settings.</summary>
    public string? KeySha256 { get; set; }

    /// <summary>Secret of signed callbacks in Standard Webhooks' form: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public string? CallbackSecret { get; set; }
}
