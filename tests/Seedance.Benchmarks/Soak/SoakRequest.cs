namespace Seedance.Benchmarks.Soak;

/// <summary>One create that was sent. A request without an answer may have become a task all the same.</summary>
internal sealed class SoakRequest(string provider, string markers)
{
    public string Provider => provider;

    /// <summary>Finds it again at the simulator.</summary>
    public string Token { get; } = $"soak{Guid.NewGuid():N}";

    public string Prompt => $"A lighthouse at dusk, {Token} {markers}";

    /// <summary>The task's id, from the answer or, where there was none, from the provider.</summary>
    public string? TaskId { get; set; }

    public bool Answered { get; set; }

    /// <summary>The task as it was last seen.</summary>
    public SoakTask? Task { get; set; }
}
