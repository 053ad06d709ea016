namespace Seedance.Functions.Options;

/// <summary>
/// How long and how often the service waits. An orchestration takes its copy when it starts, so that a deployment with other
/// settings never changes what a running one does.
/// </summary>
public sealed class WaitingOptions
{
    /// <summary>
    /// Seconds between polls while no webhooks come, by the time since the submit: 5 s in the first minute, 10 s until ten minutes,
    /// then 30 s (EvoLink documents: "every 5 seconds"; seedanceapi.org: every 10 s).
    /// </summary>
    public double PollSeconds { get; set; } = 5;

    /// <summary>Seconds to the first fallback poll while webhooks are on; it doubles up to <see cref="WebhookPollMaxSeconds"/>.</summary>
    public double WebhookPollSeconds { get; set; } = 30;

    /// <summary>Largest interval between fallback polls while webhooks are on, in seconds.</summary>
    public double WebhookPollMaxSeconds { get; set; } = 300;

    /// <summary>Minutes after which a task counts as late; from then on it is only looked at rarely.</summary>
    public double DeadlineMinutes { get; set; } = 60;

    /// <summary>Minutes between looks at a late task.</summary>
    public double ReconcileMinutes { get; set; } = 10;

    /// <summary>Hours after which a late task is given up: providers forget results after 24.</summary>
    public double ReconcileHours { get; set; } = 24;

    /// <summary>Minutes a webhook may take to settle a submit whose outcome is unknown.</summary>
    public double SettleMinutes { get; set; } = 30;

    /// <summary>
    /// Seconds that a submit without an answer is left alone before its one replay: another delivery of it may still be under
    /// way. Default 15.
    /// </summary>
    public double ReplayAfterSeconds { get; set; } = 15;

    /// <summary>Seconds after the submit in which the provider may not know the task yet.</summary>
    public double NotFoundGraceSeconds { get; set; } = 30;

    /// <summary>
    /// Minutes that a paid video is asked for again after its link first gave something else, such as a web page: what a download
    /// host says while it is being looked after passes. Default 60.
    /// </summary>
    public double NotAVideoMinutes { get; set; } = 60;

    /// <summary>Polls after which the orchestration starts afresh, so that its history stays short: 20 to 40 are sensible.</summary>
    public int PollsPerExecution { get; set; } = 30;
}
