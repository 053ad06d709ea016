namespace Seedance.Simulator;

/// <summary>What <c>PUT /admin/settings</c> changes; it applies to tasks created from then on.</summary>
internal sealed record SimulatorSettings
{
    /// <summary>Seconds a task takes from creation to its end.</summary>
    public double ProgressSeconds { get; init; } = 5;

    /// <summary>Seconds a result link lives after it was handed out.</summary>
    public double LinkSeconds { get; init; } = 24 * 3600;

    /// <summary>Size of every video; anything below the sample's own size means the sample's own size.</summary>
    public long VideoBytes { get; init; }

    /// <summary>Credits of the account before anything is spent.</summary>
    public decimal Credits { get; init; } = 10_000_000;

    /// <summary>Keys EvoLink's side takes; null takes every key that starts with <c>sk-sim</c>.</summary>
    public IReadOnlyList<string>? EvolinkKeys { get; init; }

    /// <summary>Keys seedanceapi.org's side takes; null takes every key that starts with <c>sk-sim</c>.</summary>
    public IReadOnlyList<string>? SeedanceapiKeys { get; init; }

    /// <summary>False plays a gateway that ignores <c>Idempotency-Key</c>: every submit is paid.</summary>
    public bool HonourIdempotencyKeys { get; init; } = true;

    /// <summary>False refuses what the real providers refuse: callback URLs that are http, loopback or private.</summary>
    public bool AllowLocalCallbacks { get; init; } = true;

    /// <summary>Refuses request members no document knows of. What the real providers do is unknown.</summary>
    public bool RejectUnknownFields { get; init; } = true;

    /// <summary>Seconds assumed for each reference video, since none is fetched.</summary>
    public double InputVideoSeconds { get; init; } = 5;

    public double CallbackTimeoutSeconds { get; init; } = 10;

    public IReadOnlyList<double> CallbackRetrySeconds { get; init; } = [1, 2, 4];
}
