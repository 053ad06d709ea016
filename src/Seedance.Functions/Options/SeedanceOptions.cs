using System.ComponentModel.DataAnnotations;

namespace Seedance.Functions.Options;

/// <summary>
/// The service's settings: section <c>Seedance</c>, or environment variables that start with <c>Seedance__</c>. What each means is in
/// <c>docs/configuration.md</c>, which a test compares with these classes; here stands only what explains the code.
/// </summary>
public sealed class SeedanceOptions
{
    public const string Section = "Seedance";

    /// <summary>Scheme, host and optional port. Empty: no webhooks, and links use the address that a request came in on.</summary>
    public string? PublicBaseUrl { get; set; }
    public string Provider { get; set; } = ProviderNames.EvoLink;
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Price table by provider: a table's id, or a day for the newest in force then. Absent: the newest.</summary>
    public Dictionary<string, string?> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>HMAC key of the tokens in webhook URLs; URLs signed with the previous one are still honoured.</summary>
    public string? WebhookKey { get; set; }
    public string? WebhookKeyPrevious { get; set; }

    /// <summary>HMAC key of result links and of the cursors of lists.</summary>
    public string? LinkKey { get; set; }
    public bool SignedLinks { get; set; } = true;
    public Dictionary<string, ClientOptions> Clients { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True lets callers without a key in, as <see cref="Client.Anonymous"/>. For local work only.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>True lets downloads and callbacks reach private and loopback addresses, over http too. For local work only.</summary>
    public bool AllowPrivateNetworks { get; set; }
    public bool KeepVideosAfterCancel { get; set; } = true;

    [Range(2, int.MaxValue, ErrorMessage = "{0} must be 2 or more: a generation may take a day.")]
    public int PurgeOrchestrationsAfterDays { get; set; } = 7;

    /// <summary>The sweep leaves newer tasks alone: a create writes the record a moment before it starts the orchestration.</summary>
    [Range(1, WaitingOptions.MaxTime)] public double SweepGraceSeconds { get; set; } = 120;
    [ValidateObjectMembers] public RequestOptions Requests { get; } = new();
    [ValidateObjectMembers] public WaitingOptions Waiting { get; } = new();
    [ValidateObjectMembers] public UploadOptions Uploads { get; } = new();
    [ValidateObjectMembers] public VideoOptions Videos { get; } = new();
    [ValidateObjectMembers] public CallbackOptions Callbacks { get; } = new();
    public EventOptions Events { get; } = new();
    public TelemetryOptions Telemetry { get; } = new();

    internal OutboundRules DownloadRules => new(AllowPrivateNetworks, HostList.PortsOf(Videos.AllowedHosts));

    internal OutboundRules CallbackRules => new(AllowPrivateNetworks, Callbacks.AllPorts);

    internal RequestRules RequestRules => new()
    {
        EvoLinkDefaultProvider = Provider,
        // The format's own vendor where there is a key for it.
        SeedanceApiDefaultProvider = Providers.GetValueOrDefault(ProviderNames.SeedanceApi)?.Key is null
            ? Provider : ProviderNames.SeedanceApi,
        EvoLinkPromptCharacters = Requests.PromptCharacters,
        MaxFiles = Requests.MaxFiles,
        AllowMiniModels = Requests.AllowMiniModels,
        Allow4k = Requests.Allow4k,
        AllowSmartDuration = Requests.AllowSmartDuration,
        RelaxedImageFormats = Requests.RelaxedImageFormats,
        Callbacks = CallbackRules,
    };

    /// <summary>
    /// True for <c>@Microsoft.KeyVault(SecretUri=...)</c>. The platform puts the secret in its place before the app starts; where it
    /// cannot, the app gets the reference, which is no key.
    /// </summary>
    internal static bool IsUnresolved(string? value)
        => value is not null && value.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);
}

public sealed class ProviderOptions
{
    /// <summary>Without <c>/v1</c>; a path in front of it is kept, as a gateway or a relay needs.</summary>
    public string? BaseUrl { get; set; }
    public string? ApiKey { get; set; }

    /// <summary>False for a relay that ignores <c>Idempotency-Key</c>: no submit is sent twice. Null: as the provider says.</summary>
    public bool? HonoursIdempotencyKey { get; set; }
    [Range(1, 600)] public int TimeoutSeconds { get; set; } = 60;

    /// <summary>The key, or null where there is none; then requests for this provider are refused before they cost anything.</summary>
    internal string? Key => string.IsNullOrEmpty(ApiKey) || SeedanceOptions.IsUnresolved(ApiKey) ? null : ApiKey;
}

public sealed class ClientOptions
{
    /// <summary>SHA-256 of the client's key, 64 hexadecimal digits. The key itself is nowhere in the settings.</summary>
    public string? KeySha256 { get; set; }

    /// <summary>Credits that the client's tasks of one UTC day may cost together; null is no limit.</summary>
    public decimal? DailyCredits { get; set; }

    /// <summary>True lets requests of unknown price pass, although the client has a budget. They count once they are charged.</summary>
    public bool AllowUnknownPrices { get; set; }

    /// <summary>Secrets of signed callbacks. While there is a previous one, callbacks carry a signature of each.</summary>
    public string? CallbackSecret { get; set; }
    public string? CallbackSecretPrevious { get; set; }

    /// <summary>Where the client is told of tasks whose request names no <c>callback_url</c>.</summary>
    public string? CallbackUrl { get; set; }
}

public sealed class RequestOptions
{
    /// <summary>In Unicode characters.</summary>
    [Range(1, 10_000)] public int PromptCharacters { get; set; } = 10_000;

    /// <summary>Pictures, videos and sounds together.</summary>
    [Range(1, 12)] public int MaxFiles { get; set; } = 12;
    public bool AllowMiniModels { get; set; }
    public bool Allow4k { get; set; }
    public bool AllowSmartDuration { get; set; }
    public bool RelaxedImageFormats { get; set; }
}

/// <summary>How long and how often the service waits. An orchestration takes its copy when it starts.</summary>
public sealed class WaitingOptions
{
    // In seconds, minutes or hours: far more than is sensible, far less than a TimeSpan can hold.
    internal const double MaxTime = 1_000_000;

    /// <summary>
    /// Between polls without webhooks in the first minute; twice that until ten minutes, then six times (EvoLink documents "every 5
    /// seconds", seedanceapi.org every 10 s).
    /// </summary>
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double PollSeconds { get; set; } = 5;
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double WebhookPollSeconds { get; set; } = 30;
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double WebhookPollMaxSeconds { get; set; } = 300;
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double DeadlineMinutes { get; set; } = 60;
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double ReconcileMinutes { get; set; } = 10;

    /// <summary>Providers delete results after 24 hours.</summary>
    [Range(0, MaxTime, MinimumIsExclusive = true)] public double ReconcileHours { get; set; } = 24;
    [Range(0, MaxTime)] public double SettleMinutes { get; set; } = 30;

    /// <summary>Until then another delivery of the submit may still be under way.</summary>
    [Range(0, MaxTime)] public double ReplayAfterSeconds { get; set; } = 15;
    [Range(0, MaxTime)] public double NotFoundGraceSeconds { get; set; } = 30;
    [Range(0, MaxTime)] public double NotAVideoMinutes { get; set; } = 60;
    [Range(1, 40)] public int PollsPerExecution { get; set; } = 30;
}

public sealed class VideoOptions
{
    internal const string ContainerName = @"\A(?=.{3,63}\z)[a-z0-9](-?[a-z0-9])*\z";
    internal const string ContainerMessage = "{0} must be 3 to 63 lower-case letters, digits or single '-'.";

    [Required(ErrorMessage = ContainerMessage), RegularExpression(ContainerName, ErrorMessage = ContainerMessage)]
    public string Container { get; set; } = "videos";
    [Range(1, long.MaxValue, ErrorMessage = "{0} must be 1 or more.")] public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Without a single byte.</summary>
    [Range(1, 86_400)] public int IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>For one run of a copy.</summary>
    [Range(0, 24d * 60, MinimumIsExclusive = true)] public double TotalTimeoutMinutes { get; set; } = 20;

    /// <summary>Over one block of 8 MiB.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "{0} must be 1 or more.")] public int MinimumBytesPerSecond { get; set; } = 8192;

    /// <summary>Separated by commas; <c>*.example.com</c> is every name below. Empty is every public host, on port 443.</summary>
    public string AllowedHosts { get; set; } = "";
    [Range(1, 256)] public int ConcurrentCopies { get; set; } = 8;

    /// <summary>At most five days: a delegated key lives for seven days from the start of a UTC day.</summary>
    [Range(1, 5 * 24 * 60)] public int LinkMinutes { get; set; } = 60;
}

public sealed class CallbackOptions
{
    /// <summary>In addition to 443.</summary>
    public IList<int> Ports { get; } = [];
    [Range(1, 3650)] public int KeepDeliveriesDays { get; set; } = 30;

    internal HashSet<int> AllPorts => [443, .. Ports];
}

public sealed class EventOptions
{
    public string? TopicEndpoint { get; set; }
}

public sealed class TelemetryOptions
{
    public bool Console { get; set; }
}

/// <summary>What an uploaded picture becomes where neither its metadata nor its sidecar says so; words as in a create request.</summary>
public class UploadDefaults
{
    public string? Prompt { get; set; }
    public string? Model { get; set; }
    public int? Duration { get; set; }
    public string? Quality { get; set; }
    public string? AspectRatio { get; set; }
    public bool? GenerateAudio { get; set; }
    public string? CallbackUrl { get; set; }
}

/// <summary>The defaults of all files, and those of folders by name.</summary>
public sealed class UploadOptions : UploadDefaults
{
    [Required(ErrorMessage = VideoOptions.ContainerMessage)]
    [RegularExpression(VideoOptions.ContainerName, ErrorMessage = VideoOptions.ContainerMessage)]
    public string Container { get; set; } = "uploads";

    /// <summary>A deeper folder counts before the one that it lies in, and any folder before the defaults of all files.</summary>
    public Dictionary<string, UploadDefaults> Folders { get; } = new(StringComparer.OrdinalIgnoreCase);
}
