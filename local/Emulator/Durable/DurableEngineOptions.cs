namespace Seedance.Emulator.Durable;

/// <summary>Where the engine keeps its state and how much it does at once.</summary>
public sealed class DurableEngineOptions
{
    public required string StorageConnectionString { get; init; }

    /// <summary>Letters and digits: part of a table's and a blob container's name.</summary>
    public string HubName { get; init; } = "seedance";

    public int MaxConcurrentActivities { get; init; } = 40;

    public int MaxConcurrentOrchestrators { get; init; } = 20;

    /// <summary>Delivers every activity twice, as the real engine may; the second result is ignored.</summary>
    public bool RedeliverActivities { get; init; }

    /// <summary>How many history events of idle instances stay in memory.</summary>
    public int MaxCachedEvents { get; init; } = 50_000;
}
