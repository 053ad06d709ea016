using System.Text.Json;

namespace Seedance.Launch;

/// <summary>One request that the simulator got, or one callback attempt that it made.</summary>
public sealed record JournalEntry
{
    public long Sequence { get; init; }

    public DateTimeOffset Time { get; init; }

    /// <summary><c>submit</c>, <c>poll</c>, <c>download</c>, <c>callback</c> or <c>other</c>.</summary>
    public string Kind { get; init; } = "";

    public string? Provider { get; init; }

    public string Method { get; init; } = "";

    public string Path { get; init; } = "";

    public string? Query { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Of a download: the part that was asked for.</summary>
    public string? Range { get; init; }

    /// <summary>Of a download: bytes of the video that were given away.</summary>
    public long? Sent { get; init; }

    public JsonElement Body { get; init; }

    public int? Status { get; init; }

    public string? TaskId { get; init; }

    /// <summary>A new, paid task came of this submit.</summary>
    public bool Created { get; init; }

    public bool Replayed { get; init; }

    public bool Dropped { get; init; }

    public IReadOnlyList<string>? Faults { get; init; }

    public int? Attempt { get; init; }

    public string? Error { get; init; }
}
