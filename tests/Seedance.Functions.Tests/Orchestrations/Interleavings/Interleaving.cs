namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>One story of a generation: the world it lives in, and what happens to it, in order.</summary>
internal sealed record Interleaving
{
    public bool ReplaysIdempotencyKey { get; init; } = true;

    public bool WebhooksOn { get; init; } = true;

    public bool KeepsVideoAfterCancel { get; init; } = true;

    /// <summary>Every activity is delivered twice.</summary>
    public bool DeliversTwice { get; init; }

    /// <summary>False: the process died between the record and the orchestration.</summary>
    public bool Schedules { get; init; } = true;

    public int PollsPerExecution { get; init; } = 30;

    /// <summary>How long the provider works.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(2);

    public ProviderEnding Ending { get; init; }

    /// <summary>What is arranged before the start: most submits happen right there.</summary>
    public IReadOnlyList<Step> Before { get; init; } = [];

    public IReadOnlyList<Step> Steps { get; init; } = [];

    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            $"keys replayed {ReplaysIdempotencyKey}, webhooks {WebhooksOn}, keeps after cancel {KeepsVideoAfterCancel},"
            + $" delivers twice {DeliversTwice}, scheduled {Schedules}, polls {PollsPerExecution}, provider {Ending} after {Duration}",
            .. Before.Select(step => $"  before: {step}"),
            .. Steps.Select((step, number) => $"{number + 1,3}. {step}"),
            "",
        ]);
}
