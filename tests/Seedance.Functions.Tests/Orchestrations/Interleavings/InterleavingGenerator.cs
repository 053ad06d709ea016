using FsCheck;
using FsCheck.Fluent;

namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

internal static class InterleavingGenerator
{
    private static readonly Gen<TimeSpan> Times = Seconds(0, 1, 5, 15, 31, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 9 * 3600);
    private static readonly Gen<TimeSpan> Durations = Seconds(0, 10, 120, 120, 120, 900, 2 * 3600, 20 * 3600, 30 * 3600);
    private static readonly Gen<WriteKind> Storage = Gen.Elements(WriteKind.Record, WriteKind.Video);

    private static readonly Gen<WriteKind> Crashing = Gen.Elements(
        WriteKind.Orchestration, WriteKind.Orchestration, WriteKind.Record, WriteKind.Record, WriteKind.Video);

    private static readonly Gen<SignalKind> Callback = Gen.Elements(
        SignalKind.RightTask, SignalKind.RightTask, SignalKind.WrongTask, SignalKind.NoTask);

    // What is arranged for later.
    private static readonly Gen<Step> Plans = Gen.Frequency(
        (2, from kind in Callback select (Step)new Step.Signal(kind, Moment.DuringSubmit)),
        (3, from kind in Callback select (Step)new Step.Signal(kind, Moment.DuringLook)),
        (1, from moment in Gen.Elements(Moment.DuringLook, Moment.DuringSubmit) select (Step)new Step.Signal(SignalKind.Cancel, moment)),
        (6, from fate in Any<SubmitFate>() select (Step)new Step.Submit(fate)),
        (4, from fate in Any<LookFate>() from times in Gen.Choose(1, 6) select (Step)new Step.Look(fate, times)),
        (3, from fate in Any<DownloadFate>() from times in Gen.Choose(1, 6) select (Step)new Step.Download(fate, times)),
        (1, from times in Gen.Choose(1, 9) select (Step)new Step.CallerRefuses(times)),
        (5, from fate in Any<DeliveryFate>() from skip in Gen.Choose(0, 6) select (Step)new Step.Deliver(fate, skip)),
        (6, from kind in Crashing
            from write in Gen.Choose(1, kind == WriteKind.Video ? 1 : 12)
            from afterwards in Gen.Elements(true, false)
            from downtime in Times
            select (Step)new Step.CrashAtWrite(kind, write, afterwards, downtime)),
        (2, from kind in Storage from time in Times select (Step)new Step.StorageDown(kind, time)),
        (2, from kind in Storage from writes in Gen.Choose(1, 4) select (Step)new Step.AnswersLost(kind, writes)));

    // Rather often what is of use, rarely what ends the story early.
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (20, Plans),
        (12, from time in Times select (Step)new Step.Advance(time)),
        (7, from kind in Callback select (Step)new Step.Signal(kind)),
        (1, Gen.Constant<Step>(new Step.Signal(SignalKind.Cancel))),
        (1, from ending in Any<ProviderEnding>() select (Step)new Step.ProviderEnds(ending)),
        (2, from time in Times select (Step)new Step.Crash(time)),
        (3, Gen.Constant<Step>(new Step.Sweep())));

    public static Arbitrary<Interleaving> Interleavings { get; } = Arb.From(
        from keys in Gen.Elements(true, false)
        from webhooks in Gen.Elements(true, true, false)
        from keeps in Gen.Elements(true, true, false)
        from twice in Gen.Elements(false, false, false, true)
        from schedules in Gen.Elements(true, true, true, true, true, false)
        from polls in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 40), Gen.Constant(40))
        from duration in Durations
        from ending in Gen.Frequency((8, Gen.Constant(ProviderEnding.Completed)), (2, Any<ProviderEnding>()))
        from plans in Gen.Choose(0, 5)
        from before in Plans.ListOf(plans)
        from length in Gen.Choose(1, 20)
        from steps in Steps.ListOf(length)
        select new Interleaving
        {
            ReplaysIdempotencyKey = keys,
            WebhooksOn = webhooks,
            KeepsVideoAfterCancel = keeps,
            DeliversTwice = twice,
            Schedules = schedules,
            PollsPerExecution = polls,
            Duration = duration,
            Ending = ending,
            Before = [.. before],
            Steps = [.. steps],
        },
        Shorter);

    private static Gen<T> Any<T>()
        where T : struct, Enum
        => Gen.Elements(Enum.GetValues<T>());

    private static Gen<TimeSpan> Seconds(params int[] seconds) => Gen.Elements(seconds.Select(each => TimeSpan.FromSeconds(each)));

    private static IEnumerable<Interleaving> Shorter(Interleaving story)
    {
        for (var i = 0; i < story.Steps.Count; i++) yield return story with { Steps = Without(i, story.Steps) };
        for (var i = 0; i < story.Before.Count; i++) yield return story with { Before = Without(i, story.Before) };
        var plain = new Interleaving { Before = story.Before, Steps = story.Steps };
        if (plain != story) yield return plain;
    }

    private static IReadOnlyList<Step> Without(int index, IReadOnlyList<Step> steps) => [.. steps.Take(index), .. steps.Skip(index + 1)];
}
