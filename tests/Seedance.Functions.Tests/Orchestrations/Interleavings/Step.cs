namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>One thing that happens to a generation, now or the next time it does something.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    public sealed record Advance(TimeSpan Time) : Step;

    /// <summary>A provider's webhook comes; it names the task, a stranger, or nothing.</summary>
    public sealed record Webhook(CallbackName Names) : Step;

    /// <summary>A webhook comes while the next submit is under way, after the provider took it.</summary>
    public sealed record WebhookDuringSubmit(CallbackName Names) : Step;

    public sealed record WebhookDuringLook(CallbackName Names) : Step;

    public sealed record Cancel : Step;

    public sealed record CancelDuringSubmit : Step;

    public sealed record CancelDuringLook : Step;

    /// <summary>What becomes of the next submit that nothing was said about.</summary>
    public sealed record Submit(SubmitFate Fate) : Step;

    /// <summary>What the next looks at the provider come to.</summary>
    public sealed record Look(LookFate Fate, int Times) : Step;

    /// <summary>The provider ends its work now.</summary>
    public sealed record ProviderEnds(ProviderEnding Ending) : Step;

    public sealed record Download(DownloadFate Fate, int Times) : Step;

    /// <summary>The caller refuses its next callbacks.</summary>
    public sealed record CallerRefuses(int Times) : Step;

    /// <summary>How an activity that is to come is delivered: the next one, or one of those after it.</summary>
    public sealed record Delivery(DeliveryFate Fate, int Skip) : Step;

    public sealed record Crash(TimeSpan Downtime) : Step;

    /// <summary>The process dies at a write that is to come, before or after its effect.</summary>
    public sealed record CrashAtWrite(WriteKind Kind, int Write, bool Afterwards, TimeSpan Downtime) : Step;

    public sealed record StorageDown(WriteKind Kind, TimeSpan Time) : Step;

    /// <summary>The next writes take effect, but their responses are lost.</summary>
    public sealed record AnswersLost(WriteKind Kind, int Writes) : Step;

    public sealed record Sweep : Step;
}

/// <summary>Which task a webhook names.</summary>
internal enum CallbackName { Right, Wrong, Empty }

/// <summary>What a look at the provider comes to.</summary>
internal enum LookFate { Unavailable, UnavailableForAMinute, NotFound, CompletedWithoutLink }

/// <summary>What a download comes to.</summary>
internal enum DownloadFate { Html, Forbidden, ServerError, CutShort, Reset }

/// <summary>Which storage is written to: the durable engine's own, the table of tasks, or the container of videos.</summary>
internal enum WriteKind { Orchestration, Record, Video }
