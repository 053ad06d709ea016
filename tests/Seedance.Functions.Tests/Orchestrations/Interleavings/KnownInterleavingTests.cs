namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Interleavings that once broke a promise, or that a promise hangs on, as short as they can be told.</summary>
public sealed class KnownInterleavingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Two deliveries after 0, 5, 15 and 35 seconds, and the first one after 75: then the minute is over, and the second one stores.
    private static readonly Step[] NineWebPages = [new Step.Download(DownloadFate.Html, 9)];

    [Fact]
    public Task A_second_delivery_that_stores_first() => InterleavingRun.HoldAsync(new Interleaving
    {
        Schedules = false,
        Duration = TimeSpan.Zero,
        Steps = [new Step.Delivery(DeliveryFate.OvertakenAtVideo, 2)],
    });

    [Fact]
    public Task A_second_delivery_that_stores_when_the_first_has_failed() => InterleavingRun.HoldAsync(new Interleaving
    {
        WebhooksOn = false,
        DeliversTwice = true,
        Duration = TimeSpan.Zero,
        Before = NineWebPages,
        Steps = [new Step.Advance(10 * Minute)],
    });

    [Fact]
    public Task A_second_delivery_that_stores_the_video_of_a_cancelled_task() => InterleavingRun.HoldAsync(new Interleaving
    {
        DeliversTwice = true,
        Before = NineWebPages,
        Steps = [new Step.Cancel(), new Step.Advance(30 * Minute)],
    });

    [Fact]
    public Task Wrong_answers_that_come_so_rarely_that_two_of_them_are_enough() => InterleavingRun.HoldAsync(new Interleaving
    {
        WebhooksOn = false,
        Duration = TimeSpan.Zero,
        Before = [new Step.Download(DownloadFate.ServerError, 4), new Step.Download(DownloadFate.Html, 2)],
        Steps = [new Step.Advance(10 * Minute)],
    });

    [Fact]
    public Task A_crash_between_the_answer_and_its_record() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        Before = [new Step.CrashAtWrite(WriteKind.Record, 2, false, TimeSpan.Zero)],
    });

    [Fact]
    public Task A_record_out_of_reach_when_the_answer_comes() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        WebhooksOn = false,
        Before = [new Step.AnswersLost(WriteKind.Record, 4)],
        Steps = [new Step.StorageDown(WriteKind.Record, 10 * Minute), new Step.Advance(20 * Minute)],
    });

    [Fact]
    public Task A_callback_during_a_look_at_the_end_of_an_execution() => InterleavingRun.HoldAsync(new Interleaving
    {
        PollsPerExecution = 1,
        Steps =
        [
            new Step.Webhook(CallbackName.Empty),
            new Step.WebhookDuringLook(CallbackName.Right),
            new Step.Webhook(CallbackName.Empty),
        ],
    });

    [Fact]
    public Task A_cancel_during_a_look_at_the_end_of_an_execution() => InterleavingRun.HoldAsync(new Interleaving
    {
        PollsPerExecution = 1,
        Steps = [new Step.CancelDuringLook(), new Step.Advance(Minute)],
    });

    [Fact]
    public Task An_outcome_whose_record_took_place_but_was_never_confirmed() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        Before =
        [
            new Step.CrashAtWrite(WriteKind.Orchestration, 9, true, TimeSpan.FromSeconds(5)),
            new Step.AnswersLost(WriteKind.Record, 4),
        ],
        Steps = [new Step.Advance(30 * Minute), new Step.StorageDown(WriteKind.Record, 60 * Minute), new Step.Advance(60 * Minute)],
    });

    [Fact]
    public Task A_named_submission_that_the_provider_does_not_know_yet() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        Before = [new Step.Look(LookFate.NotFound, 3), new Step.Submit(SubmitFate.AnswerLost)],
        Steps =
        [
            new Step.Webhook(CallbackName.Right),
            new Step.WebhookDuringLook(CallbackName.Right),
            new Step.Webhook(CallbackName.Wrong),
        ],
    });

    [Fact]
    public Task Unknown_tasks_asked_about_before_a_crash_and_heard_of_after_it() => InterleavingRun.HoldAsync(new Interleaving
    {
        WebhooksOn = false,
        Before = [new Step.CrashAtWrite(WriteKind.Orchestration, 12, true, TimeSpan.Zero)],
        Steps = [new Step.Look(LookFate.NotFound, 5), new Step.Advance(31 * Minute / 60), new Step.Advance(Minute / 4)],
    });

    [Fact]
    public Task A_cancel_while_only_another_delivery_has_the_answer() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        Before = [new Step.Delivery(DeliveryFate.OvertakenAtProvider, 0), new Step.CancelDuringSubmit()],
    });

    [Fact]
    public Task A_callback_that_comes_while_the_workflow_cannot_look() => InterleavingRun.HoldAsync(new Interleaving
    {
        ReplaysIdempotencyKey = false,
        Before = [new Step.Submit(SubmitFate.Crash)],
        Steps =
        [
            new Step.StorageDown(WriteKind.Record, TimeSpan.FromSeconds(31)),
            new Step.CrashAtWrite(WriteKind.Orchestration, 12, false, TimeSpan.Zero),
            new Step.Advance(30 * Minute),
            new Step.Webhook(CallbackName.Right),
        ],
    });

    [Fact]
    public Task A_video_that_takes_longer_than_the_providers_day() => InterleavingRun.HoldAsync(new Interleaving
    {
        Duration = TimeSpan.FromHours(30),
    });

    [Fact]
    public Task A_cancel_whose_caller_cannot_be_told_for_a_day() => InterleavingRun.HoldAsync(new Interleaving
    {
        Steps = [new Step.CallerRefuses(9), new Step.Cancel(), new Step.Advance(TimeSpan.FromHours(9))],
    });

    [Fact]
    public Task Storage_of_videos_that_is_down_for_hours() => InterleavingRun.HoldAsync(new Interleaving
    {
        PollsPerExecution = 40,
        WebhooksOn = false,
        Steps = [new Step.StorageDown(WriteKind.Video, TimeSpan.FromHours(9)), new Step.Advance(TimeSpan.FromHours(9))],
    });

    [Fact]
    public Task Records_out_of_reach_for_hours_while_the_provider_works() => InterleavingRun.HoldAsync(new Interleaving
    {
        PollsPerExecution = 40,
        Steps = [new Step.StorageDown(WriteKind.Record, TimeSpan.FromHours(9)), new Step.Advance(TimeSpan.FromHours(9))],
    });
}
