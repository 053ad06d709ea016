using static Seedance.Functions.Tests.Orchestrations.Interleavings.Step;

namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>
/// Interleavings that once broke a promise, or that a promise hangs on, as short as they can be told, and troubles that last for hours:
/// histories stay short through each.
/// </summary>
public sealed class KnownInterleavingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(23);

    // Two runs after 0, 5, 15 and 35 seconds, and the first one after 75: then the minute is over, and the second one stores.
    private static readonly Step[] NineWebPages = [new Download(DownloadFate.Html, 9)];

    private static readonly Interleaving Plain = new();
    private static readonly Interleaving AtOnce = new() { Duration = TimeSpan.Zero, WebhooksOn = false };
    private static readonly Interleaving WithoutKeys = new() { ReplaysIdempotencyKey = false };
    private static readonly Interleaving ShortExecutions = new() { PollsPerExecution = 1 };
    private static readonly Interleaving LongExecutions = new() { PollsPerExecution = 40, WebhooksOn = false };

    private static readonly Dictionary<string, Interleaving> Stories = new()
    {
        ["a second run that stores first"]
            = Of(AtOnce with { WebhooksOn = true, Schedules = false }, [], new Deliver(DeliveryFate.OvertakenAtVideo, 2)),
        ["a second run that stores when the first has failed"]
            = Of(AtOnce with { DeliversTwice = true }, NineWebPages, new Advance(10 * Minute)),
        ["a second run that stores the video of a cancelled task"]
            = Of(Plain with { DeliversTwice = true }, NineWebPages, new Signal(SignalKind.Cancel), new Advance(30 * Minute)),
        ["wrong videos that come so rarely that two of them are enough"] = Of(
            AtOnce, [new Download(DownloadFate.ServerError, 4), new Download(DownloadFate.Html, 2)], new Advance(10 * Minute)),
        ["a crash between the response and its record"]
            = Of(WithoutKeys, [new CrashAtWrite(WriteKind.Record, 2, false, TimeSpan.Zero)]),
        ["a record out of reach when the response comes"] = Of(
            WithoutKeys with { WebhooksOn = false },
            [new AnswersLost(WriteKind.Record, 4)],
            new StorageDown(WriteKind.Record, 10 * Minute),
            new Advance(20 * Minute)),
        ["a callback during a poll at the end of an execution"] = Of(
            ShortExecutions,
            [],
            new Signal(SignalKind.NoTask),
            new Signal(SignalKind.RightTask, Moment.DuringLook),
            new Signal(SignalKind.NoTask)),
        ["a cancel during a poll at the end of an execution"]
            = Of(ShortExecutions, [], new Signal(SignalKind.Cancel, Moment.DuringLook), new Advance(Minute)),
        ["an outcome that was recorded but never confirmed"] = Of(
            WithoutKeys,
            [new CrashAtWrite(WriteKind.Orchestration, 9, true, TimeSpan.FromSeconds(5)), new AnswersLost(WriteKind.Record, 4)],
            new Advance(30 * Minute),
            new StorageDown(WriteKind.Record, 60 * Minute),
            new Advance(60 * Minute)),
        ["a named submission that the provider does not know yet"] = Of(
            WithoutKeys,
            [new Look(LookFate.NotFound, 3), new Submit(SubmitFate.AnswerLost)],
            new Signal(SignalKind.RightTask),
            new Signal(SignalKind.RightTask, Moment.DuringLook),
            new Signal(SignalKind.WrongTask)),
        ["unknown tasks asked about before a crash and heard of after it"] = Of(
            Plain with { WebhooksOn = false },
            [new CrashAtWrite(WriteKind.Orchestration, 12, true, TimeSpan.Zero)],
            new Look(LookFate.NotFound, 5),
            new Advance(31 * Minute / 60),
            new Advance(Minute / 4)),
        ["a cancel while only another run has the response"] = Of(
            WithoutKeys, [new Deliver(DeliveryFate.OvertakenAtProvider, 0), new Signal(SignalKind.Cancel, Moment.DuringSubmit)]),
        ["a callback that comes while the workflow cannot look"] = Of(
            WithoutKeys,
            [new Submit(SubmitFate.Crash)],
            new StorageDown(WriteKind.Record, TimeSpan.FromSeconds(31)),
            new CrashAtWrite(WriteKind.Orchestration, 12, false, TimeSpan.Zero),
            new Advance(30 * Minute),
            new Signal(SignalKind.RightTask)),
        ["a crash of the attempt after one that was never sent"]
            = Of(WithoutKeys, [new Submit(SubmitFate.NotSent), new Submit(SubmitFate.Crash)], new Advance(30 * Minute)),
        ["a video that takes longer than the provider's day"] = Plain with { Duration = TimeSpan.FromHours(30) },
        ["a cancel whose caller cannot be told for a day"]
            = Of(Plain, [], new CallerRefuses(9), new Signal(SignalKind.Cancel), new Advance(540 * Minute)),
        ["storage of videos that is down for hours"]
            = Of(LongExecutions, [], new StorageDown(WriteKind.Video, 540 * Minute), new Advance(540 * Minute)),
        ["records out of reach for hours while the provider works"]
            = Of(LongExecutions with { WebhooksOn = true }, [], new StorageDown(WriteKind.Record, 540 * Minute), new Advance(540 * Minute)),
        ["hundreds of polls"] = Of(LongExecutions with { Duration = 300 * Minute }, [], new Advance(300 * Minute)),
        ["a provider that refuses connections for most of an hour"]
            = Of(LongExecutions, [.. Enumerable.Repeat(new Submit(SubmitFate.NotSent), 15)], new Advance(60 * Minute)),
        ["a provider that refuses connections for hours"]
            = Of(LongExecutions, [.. Enumerable.Repeat(new Submit(SubmitFate.NotSent), 100)], new Advance(120 * Minute)),
        ["a download host that is down for a day from the first poll on"]
            = Of(LongExecutions with { Duration = TimeSpan.Zero }, [new Download(DownloadFate.ServerError, 100)], new Advance(Day)),
        ["a download host that is down for a day after many polls"]
            = Of(LongExecutions with { Duration = 20 * Minute }, [new Download(DownloadFate.ServerError, 100)], new Advance(Day)),
        ["a lost submission that was named while its provider is down for a day"] = Of(
            WithoutKeys,
            [new Submit(SubmitFate.AnswerLost), new Look(LookFate.Unavailable, 100)],
            new Advance(2 * Minute),
            new Signal(SignalKind.RightTask),
            new Advance(Day)),
    };

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_known_interleaving_keeps_every_promise(string story) => InterleavingRun.HoldAsync(Stories[story]);

    private static Interleaving Of(Interleaving world, IReadOnlyList<Step> before, params Step[] steps)
        => world with { Before = before, Steps = steps };
}
