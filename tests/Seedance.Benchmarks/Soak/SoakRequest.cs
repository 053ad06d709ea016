namespace Seedance.Benchmarks.Soak;

/// <summary>One generation that was asked for.</summary>
internal sealed class SoakRequest(string provider, string markers)
{
    public string Provider => provider;

    /// <summary>Its idempotency key, and what finds it again at the simulator.</summary>
    public string Token { get; } = $"soak{Guid.NewGuid():N}";

    public string Prompt => $"A lighthouse at dusk, {Token} {markers}";

    /// <summary>The task's id, once there was an answer.</summary>
    public string? TaskId { get; set; }

    /// <summary>How often it was asked for without getting an answer.</summary>
    public int Unanswered { get; set; }

    /// <summary>The task as it was last seen.</summary>
    public SoakTask? Task { get; set; }
}
