using Seedance.Functions.Options;

namespace Seedance.Functions.Orchestrations;

/// <summary>One orchestration's own copy of how to wait.</summary>
public sealed record WaitingPlan
{
    /// <summary>True when the provider was given a webhook URL, so that polling is only the fallback.</summary>
    public required bool WebhooksOn { get; init; }

    /// <summary>First interval between polls without webhooks.</summary>
    public required TimeSpan Poll { get; init; }

    /// <summary>First interval between fallback polls with webhooks; it doubles.</summary>
    public required TimeSpan WebhookPoll { get; init; }

    /// <summary>Largest interval between fallback polls with webhooks.</summary>
    public required TimeSpan WebhookPollMax { get; init; }

    /// <summary>Time since the submit after which a task is late.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Interval between looks at a late task.</summary>
    public required TimeSpan Reconcile { get; init; }

    /// <summary>Time since the submit after which a late task is given up.</summary>
    public required TimeSpan GiveUp { get; init; }

    /// <summary>How long a webhook may take to settle a submit whose outcome is unknown.</summary>
    public required TimeSpan Settle { get; init; }

    /// <summary>How long a submit without an answer is left alone before its one replay.</summary>
    public required TimeSpan ReplayAfter { get; init; }

    /// <summary>Time since the submit in which the provider may not know the task yet.</summary>
    public required TimeSpan NotFoundGrace { get; init; }

    /// <summary>How long a finished video is asked for again after its link first gave something else. Inputs of before it was one lack it.</summary>
    public TimeSpan NotAVideo { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Polls after which the orchestration starts afresh.</summary>
    public required int PollsPerExecution { get; init; }

    /// <summary>Copies the settings of now.</summary>
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
