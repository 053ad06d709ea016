namespace Seedance.Simulator.Faults;

/// <summary>The request, task or callback that faults are looked up for.</summary>
internal sealed record FaultTarget(string On, string Provider, string? Prompt, string? TaskId, IReadOnlyList<PromptMarker> Markers);
