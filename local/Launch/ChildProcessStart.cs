namespace Seedance.Launch;

/// <summary>What to start. A null value in <see cref="Environment"/> removes an inherited variable.</summary>
public sealed record ChildProcessStart(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>Called with each line of standard output and error, from a pool thread.</summary>
    public Action<string>? OnLine { get; init; }
}
