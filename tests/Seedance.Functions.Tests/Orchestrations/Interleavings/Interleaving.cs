namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>One story of a generation: the world it lives in, and what happens to it, in order.</summary>
internal sealed record Interleaving
{
    public bool ReplaysIdempotencyKey { get; init; } = true;
    public bool WebhooksOn { get; init; } = true;
    public bool KeepsVideoAfterCancel { get; init; } = true;
    public int PollsPerExecution { get; init; } = 30;
    public ProviderEnding Ending { get; init; }
    public bool DeliversTwice { get; init; }

    /// <summary>False: the process died between the record and the orchestration.</summary>
    public bool Schedules { get; init; } = true;
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(2);

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

/// <summary>One thing that happens to a generation, now or the next time it does something.</summary>
internal abstract record Step
{
    public sealed record Advance(TimeSpan Time) : Step;
    public sealed record Signal(SignalKind Kind, Moment At = Moment.Now) : Step;
    public sealed record Download(DownloadFate Fate, int Times) : Step;
    public sealed record Crash(TimeSpan Downtime) : Step;
    public sealed record StorageDown(WriteKind Kind, TimeSpan Time) : Step;
    public sealed record Sweep : Step;
    public sealed record Submit(SubmitFate Fate) : Step;
    public sealed record Look(LookFate Fate, int Times) : Step;
    public sealed record ProviderEnds(ProviderEnding Ending) : Step;
    public sealed record CallerRefuses(int Times) : Step;

    /// <summary>How an activity that is to come is delivered: the next one, or one of those after it.</summary>
    public sealed record Deliver(DeliveryFate Fate, int Skip) : Step;

    /// <summary>The process dies at a write that is to come, before or after its effect.</summary>
    public sealed record CrashAtWrite(WriteKind Kind, int Write, bool Afterwards, TimeSpan Downtime) : Step;

    /// <summary>The next writes take effect, but their responses are lost.</summary>
    public sealed record AnswersLost(WriteKind Kind, int Writes) : Step;
}

/// <summary>A cancel, or a provider's webhook that names the task, a stranger, or nothing.</summary>
internal enum SignalKind { Cancel, RightTask, WrongTask, NoTask }

/// <summary>When a signal comes: now, while the next submit is under way, after the provider took it, or while it answers a look.</summary>
internal enum Moment { Now, DuringSubmit, DuringLook }

internal enum LookFate { Unavailable, UnavailableForAMinute, NotFound, CompletedWithoutLink }

internal enum DownloadFate { Html, Forbidden, ServerError, CutShort, Reset }

/// <summary>Which storage is written to: the durable engine's own, the table of tasks, or the container of videos.</summary>
internal enum WriteKind { Orchestration, Record, Video }
