using System.Text.Json;

namespace Seedance.Launch;

/// <summary>A task as the simulated provider knows it.</summary>
public sealed record SimulatorTask
{
    public string Id { get; init; } = "";

    public string Provider { get; init; } = "";

    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public string State { get; init; } = "";

    public int Progress { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the account was charged for it.</summary>
    public int Charges { get; init; }

    public int Replays { get; init; }

    public decimal CreditsReserved { get; init; }

    public decimal Credits { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? CallbackUrl { get; init; }

    public int Polls { get; init; }

    public int Downloads { get; init; }

    public long VideoBytes { get; init; }

    public JsonElement Request { get; init; }
}
