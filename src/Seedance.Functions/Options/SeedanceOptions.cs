namespace Seedance.Functions.Options;

/// <summary>The service's settings: section <c>Seedance</c>, or environment variables that begin with <c>Seedance__</c>.</summary>
public sealed class SeedanceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Seedance";

    /// <summary>
    /// Where providers and callers reach this app: scheme, host and optional port. Empty means that no provider webhooks are
    /// asked for (polling only) and that links use the address a request came in on.
    /// </summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>The provider a request goes to unless it names one: <c>evolink</c> or <c>seedanceapi</c>.</summary>
    public string Provider { get; set; } = ProviderNames.EvoLink;

    /// <summary>The providers by name.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Price table by provider: a table's id such as <c>evolink-2026-04-16</c>, or a day such as <c>2026-05-01</c> for the newest in
    /// force then. A provider that is absent has the newest.
    /// </summary>
    public Dictionary<string, string?> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>HMAC key of the tokens in webhook URLs: base64 of at least 32 random bytes.</summary>
    public string? WebhookKey { get; set; }

    /// <summary>The webhook key before the current one; URLs signed with it are still honoured.</summary>
    public string? WebhookKeyPrevious { get; set; }

    /// <summary>HMAC key of result links: base64 of at least 32 random bytes.</summary>
    public string? LinkKey { get; set; }

    /// <summary>True: result links carry a signature and open without a key. False: every link asks for the client's key.</summary>
    public bool SignedLinks { get; set; } = true;

    /// <summary>Who may call, by name.</summary>
    public Dictionary<string, ClientOptions> Clients { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True lets callers without a key in, as the client <c>anonymous</c>. For local work only.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>True lets downloads and callbacks reach private and loopback addresses, over http too. For local work only.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// True stores a video that the provider finishes although its task was cancelled here: it was paid for. The task stays
    /// cancelled. False forgets it.
    /// </summary>
    public bool KeepVideosAfterCancel { get; set; } = true;

    /// <summary>Days after which finished orchestrations are purged; records and videos stay. Default 7.</summary>
    public int PurgeOrchestrationsAfterDays { get; set; } = 7;

    /// <summary>
    /// Seconds for which the sweep leaves a new task alone: a create that is under way has its record a moment before its
    /// orchestration. Default 120.
    /// </summary>
    public double SweepGraceSeconds { get; set; } = 120;

    /// <summary>What requests may ask for.</summary>
    public RequestOptions Requests { get; } = new();

    /// <summary>How the service waits for providers.</summary>
    public WaitingOptions Waiting { get; } = new();

    /// <summary>What becomes of uploaded files.</summary>
    public UploadOptions Uploads { get; } = new();

    /// <summary>How videos are stored and linked.</summary>
    public VideoOptions Videos { get; } = new();

    /// <summary>Where the end of a task is made known.</summary>
    public EventOptions Events { get; } = new();

    /// <summary>How callers are told that a task has ended.</summary>
    public CallbackOptions Callbacks { get; } = new();

    /// <summary>Where metrics and spans go.</summary>
    public TelemetryOptions Telemetry { get; } = new();
}
