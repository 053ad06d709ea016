using System.Text.Json.Serialization;

namespace Seedance.Simulator.Journal;

/// <summary>One request that came in, or one callback attempt that went out: entered on arrival, completed on the answer.</summary>
internal sealed record JournalEntry
{
    public long Sequence { get; set; }

    public required DateTimeOffset Time { get; init; }

    public required string Kind { get; set; }

    public string? Provider { get; set; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public string? Query { get; init; }

    public string? Key { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Of a download: the part that was asked for.</summary>
    public string? Range { get; init; }

    /// <summary>Of a download: bytes of the video that were given to the connection.</summary>
    public long? Sent { get; set; }

    public object? Body { get; set; }

    /// <summary>Null while the answer is outstanding, and when the connection was dropped.</summary>
    public int? Status { get; set; }

    public string? TaskId { get; set; }

    /// <summary>A new, paid task came of this request.</summary>
    public bool Created { get; set; }

    public bool Replayed { get; set; }

    public bool Dropped { get; set; }

    public IReadOnlyList<string>? Faults { get; set; }

    /// <summary>Of a callback: 1 for the first attempt.</summary>
    public int? Attempt { get; init; }

    public string? Error { get; set; }

    [JsonIgnore]
    public bool IsPaidSubmit => Kind == JournalKind.Submit && Created;
}
