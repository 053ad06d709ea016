namespace Seedance.Launch;

public sealed record AzuriteOptions
{
    /// <summary>Where data is kept. Null: a temporary folder that is deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Nothing is written to disk, and nothing survives a restart.</summary>
    public bool InMemory { get; init; }

    /// <summary>The accounts it serves, in place of its usual one. None: the usual one.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];
}
