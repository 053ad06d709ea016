namespace Seedance.Benchmarks.Soak;

/// <summary>What the service says of a task.</summary>
internal sealed record SoakTask(string Status, string? ProviderTaskId, IReadOnlyList<string>? Results, SoakVideo? Video, SoakError? Error)
{
    public bool HasEnded => Status is "completed" or "failed" or "cancelled";
}
