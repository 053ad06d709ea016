namespace Seedance.Simulator.Faults;

/// <summary>A fault for every request that matches, <see cref="After"/> the first so many, at most <see cref="Times"/>.</summary>
internal sealed record FaultRule(int Id, string On, Fault Fault, string? Provider, string? Match, int After, int? Times)
{
    public int Seen { get; set; }

    public int Fired { get; set; }

    public bool Matches(FaultTarget target) =>
        On == target.On
        && (Provider is null || Provider == target.Provider)
        && (Match is null || Match == target.TaskId || (target.Prompt?.Contains(Match, StringComparison.Ordinal) ?? false));
}
