namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Interleavings that once broke a promise, or that a promise hangs on, as short as they can be told.</summary>
public sealed class KnownInterleavingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Two runs after 0, 5, 15 and 35 seconds, and the first one after 75: then the minute is over, and the second one stores.
    private static readonly Step[] NineWebPages = [new Step.Download(DownloadFate.Html, 9)];

    private static readonly Dictionary<string, Interleaving> Stories = new()
    {
        ["a second run that stores first"] = new()
        {
            Schedules = false, Duration = TimeSpan.Zero, Steps = [new Step.Delivery(DeliveryFate.OvertakenAtVideo, 2)],
        },
        ["a second run that stores when the first has failed"] = new()
        {
            WebhooksOn = false, DeliversTwice = true, Duration = TimeSpan.Zero, Before = NineWebPages, Steps = [new Step.Advance(10 * Minute)],
        },
        ["a second run that stores the video of a cancelled task"] = new()
        {
            DeliversTwice = true, Before = NineWebPages, Steps = [new Step.Cancel(), new Step.Advance(30 * Minute)],
        },
        ["wrong videos that come so rarely that two of them are enough"] = new()
        {
            WebhooksOn = false,
            Duration = TimeSpan.Zero,
            Before = [new Step.Download(DownloadFate.ServerError, 4), new Step.Download(DownloadFate.Html, 2)],
            Steps = [new Step.Advance(10 * Minute)],
        },
        ["a crash between the response and its record"] = new()
        {
            ReplaysIdempotencyKey = false, Before = [new Step.CrashAtWrite(WriteKind.Record, 2, false, TimeSpan.Zero)],
        },
        ["a record out of reach when the response comes"] = new()
        {
            ReplaysIdempotencyKey = false,
            WebhooksOn = false,
            Before = [new Step.AnswersLost(WriteKind.Record, 4)],
            Steps = [new Step.StorageDown(WriteKind.Record, 10 * Minute), new Step.Advance(20 * Minute)],
        },
        ["a callback during a poll at the end of an execution"] = new()
        {
            PollsPerExecution = 1,
            Steps =
            [
                new Step.Webhook(CallbackName.Empty),
                new Step.WebhookDuringLook(CallbackName.Right),
                new Step.Webhook(CallbackName.Empty),
            ],
        },
        ["a cancel during a poll at the end of an execution"] = new()
        {
            PollsPerExecution = 1, Steps = [new Step.CancelDuringLook(), new Step.Advance(Minute)],
        },
        ["an outcome that was recorded but never confirmed"] = new()
        {
            ReplaysIdempotencyKey = false,
            Before =
            [
                new Step.CrashAtWrite(WriteKind.Orchestration, 9, true, TimeSpan.FromSeconds(5)),
                new Step.AnswersLost(WriteKind.Record, 4),
            ],
            Steps = [new Step.Advance(30 * Minute), new Step.StorageDown(WriteKind.Record, 60 * Minute), new Step.Advance(60 * Minute)],
        },
        ["a named submission that the provider does not know yet"] = new()
        {
            ReplaysIdempotencyKey = false,
            Before = [new Step.Look(LookFate.NotFound, 3), new Step.Submit(SubmitFate.AnswerLost)],
            Steps =
            [
                new Step.Webhook(CallbackName.Right),
                new Step.WebhookDuringLook(CallbackName.Right),
                new Step.Webhook(CallbackName.Wrong),
            ],
        },
        ["unknown tasks asked about before a crash and heard of after it"] = new()
        {
            WebhooksOn = false,
            Before = [new Step.CrashAtWrite(WriteKind.Orchestration, 12, true, TimeSpan.Zero)],
            Steps = [new Step.Look(LookFate.NotFound, 5), new Step.Advance(31 * Minute / 60), new Step.Advance(Minute / 4)],
        },
        ["a cancel while only another run has the response"] = new()
        {
            ReplaysIdempotencyKey = false,
            Before = [new Step.Delivery(DeliveryFate.OvertakenAtProvider, 0), new Step.CancelDuringSubmit()],
        },
        ["a callback that comes while the workflow cannot look"] = new()
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
        },
        ["a video that takes longer than the provider's day"] = new() { Duration = TimeSpan.FromHours(30) },
        ["a cancel whose caller cannot be told for a day"] = new()
        {
            Steps = [new Step.CallerRefuses(9), new Step.Cancel(), new Step.Advance(TimeSpan.FromHours(9))],
        },
        ["storage of videos that is down for hours"] = new()
        {
            PollsPerExecution = 40,
            WebhooksOn = false,
            Steps = [new Step.StorageDown(WriteKind.Video, TimeSpan.FromHours(9)), new Step.Advance(TimeSpan.FromHours(9))],
        },
        ["records out of reach for hours while the provider works"] = new()
        {
            PollsPerExecution = 40,
            Steps = [new Step.StorageDown(WriteKind.Record, TimeSpan.FromHours(9)), new Step.Advance(TimeSpan.FromHours(9))],
        },
    };

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_known_interleaving_keeps_every_promise(string story) => InterleavingRun.HoldAsync(Stories[story]);
}
