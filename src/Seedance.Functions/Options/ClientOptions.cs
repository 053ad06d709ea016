namespace Seedance.Functions.Options;

/// <summary>One client of the service.</summary>
public sealed class ClientOptions
{
    /// <summary>SHA-256 of the client's key, 64 hexadecimal digits. The key itself is nowhere in the settings.</summary>
    public string? KeySha256 { get; set; }

    /// <summary>Credits that the client's tasks of one UTC day may cost together; null is no limit.</summary>
    public decimal? DailyCredits { get; set; }

    /// <summary>True lets requests pass whose price is unknown, although the client has a budget. They count once they are charged.</summary>
    public bool AllowUnknownPrices { get; set; }

    /// <summary>Secret of signed callbacks in Standard Webhooks' form: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public string? CallbackSecret { get; set; }

    /// <summary>
    /// The secret before the current one: while it is set, callbacks carry a signature of each, so that the client can change over at
    /// any time.
    /// </summary>
    public string? CallbackSecretPrevious { get; set; }

    /// <summary>Where the client is told of tasks whose request names no <c>callback_url</c>; null is nowhere. Needs a secret.</summary>
    public string? CallbackUrl { get; set; }
}
