using Seedance.Functions.Activities;
using Seedance.Functions.Options;

namespace Seedance.Functions.Orchestrations;

/// <summary>
/// What one execution of <see cref="GenerateVideo"/> starts from. It is stored in clear, so it holds no key and no link. The orchestration
/// reads settings from nowhere else, so that it replays alike after a deployment.
/// </summary>
public sealed record GenerationInput
{
    public required TaskReference Task { get; init; }

    public required bool NotifiesCaller { get; init; }

    public bool PublishesEvents { get; init; }

    /// <summary>True when a video that the provider finishes after the cancel is stored.</summary>
    public required bool KeepsVideoAfterCancel { get; init; }

    /// <summary>The orchestration of the batch that waits for the task's end.</summary>
    public string? Batch { get; init; }

    public required WaitingPlan Waiting { get; init; }

    /// <summary>The number of the first submit attempt: 1, or the last one recorded when the orchestration starts again.</summary>
    public int FirstAttempt { get; init; } = 1;

    /// <summary>True when the task is cancelled and only a video that may still come is to be kept.</summary>
    public bool Cancelled { get; init; }

    /// <summary>How far the wait has come; null before the provider has accepted.</summary>
    public WaitingState? Resumed { get; init; }

    /// <summary>Why the task is to fail without further attempts: its orchestration has failed too often.</summary>
    public TaskFailure? GivenUp { get; init; }
}

/// <summary>One orchestration's own copy of <see cref="WaitingOptions"/>, where each member is described.</summary>
public sealed record WaitingPlan
{
    /// <summary>True when the provider was given a webhook URL, so that polling is only the fallback.</summary>
    public required bool WebhooksOn { get; init; }

    public required TimeSpan Poll { get; init; }
    public required TimeSpan WebhookPoll { get; init; }
    public required TimeSpan WebhookPollMax { get; init; }
    public required TimeSpan Deadline { get; init; }
    public required TimeSpan Reconcile { get; init; }
    public required TimeSpan GiveUp { get; init; }
    public required TimeSpan Settle { get; init; }
    public required TimeSpan ReplayAfter { get; init; }
    public required TimeSpan NotFoundGrace { get; init; }
    public required TimeSpan NotAVideo { get; init; }
    public required int PollsPerExecution { get; init; }

    public static WaitingPlan From(WaitingOptions options, bool webhooksOn) => new()
    {
        WebhooksOn = webhooksOn,
        Poll = TimeSpan.FromSeconds(options.PollSeconds),
        WebhookPoll = TimeSpan.FromSeconds(options.WebhookPollSeconds),
        WebhookPollMax = TimeSpan.FromSeconds(options.WebhookPollMaxSeconds),
        Deadline = TimeSpan.FromMinutes(options.DeadlineMinutes),
        Reconcile = TimeSpan.FromMinutes(options.ReconcileMinutes),
        GiveUp = TimeSpan.FromHours(options.ReconcileHours),
        Settle = TimeSpan.FromMinutes(options.SettleMinutes),
        ReplayAfter = TimeSpan.FromSeconds(options.ReplayAfterSeconds),
        NotFoundGrace = TimeSpan.FromSeconds(options.NotFoundGraceSeconds),
        NotAVideo = TimeSpan.FromMinutes(options.NotAVideoMinutes),
        PollsPerExecution = options.PollsPerExecution,
    };
}

/// <summary>How far the wait for a provider has come; one execution passes it to the next.</summary>
public sealed record WaitingState
{
    public required string ProviderTaskId { get; init; }

    /// <summary>When the provider accepted the task, in UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>True when the first poll is due at once: the webhook that named the task has been consumed.</summary>
    public bool PollAtOnce { get; init; }

    /// <summary>Polls so far, over all executions.</summary>
    public int Polls { get; init; }

    /// <summary>Polls in a row that found no such task, not counting those in the grace period.</summary>
    public int NotFoundInARow { get; init; }

    /// <summary>Since when polls find the task completed without a video; null while they do not.</summary>
    public DateTimeOffset? WithoutVideoSince { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the provider has finished, so that the video is to be stored.</summary>
    public bool Finished { get; init; }
}
