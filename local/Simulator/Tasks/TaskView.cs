namespace Seedance.Simulator.Tasks;

/// <summary>What one answer or callback says of a task, which faults may make different from the truth.</summary>
internal sealed record TaskView(string Id, TaskSnapshot Snapshot, string Link)
{
    public string LastFrameLink => Link.Replace(".mp4?", "/last-frame.png?", StringComparison.Ordinal);

    public string? Shape { get; init; }

    public string? State { get; init; }
}
