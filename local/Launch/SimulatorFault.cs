namespace Seedance.Launch;

/// <summary>What is to go wrong at the simulator; the faults and their parameters are listed at <c>GET /admin/faults/catalogue</c>.</summary>
public sealed record SimulatorFault(string Fault)
{
    /// <summary><c>submit</c>, <c>task</c>, <c>poll</c>, <c>download</c> or <c>callback</c>, where the fault is possible at more than one.</summary>
    public string? On { get; init; }

    /// <summary>How often; null: always.</summary>
    public int? Times { get; init; }

    /// <summary>How many go well before.</summary>
    public int? After { get; init; }

    /// <summary>Only for prompts that contain this.</summary>
    public string? Match { get; init; }

    public string? Provider { get; init; }

    public IReadOnlyDictionary<string, object>? Parameters { get; init; }
}
