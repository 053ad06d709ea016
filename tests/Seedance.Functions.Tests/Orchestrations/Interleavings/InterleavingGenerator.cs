using FsCheck;
using FsCheck.Fluent;

namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Makes up interleavings, and makes failing ones shorter.</summary>
internal static class InterleavingGenerator
{
    private static readonly TimeSpan[] Times = [.. new[] { 0, 1, 5, 15, 31, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 9 * 3600 }
        .Select(seconds => TimeSpan.FromSeconds(seconds))];

    private static readonly TimeSpan[] Durations = [.. new[] { 0, 10, 120, 120, 120, 900, 2 * 3600, 20 * 3600, 30 * 3600 }
        .Select(seconds => TimeSpan.FromSeconds(seconds))];

    // What is arranged for later.
    private static readonly Gen<Step> Plans = Gen.Frequency(
        (2, Callback().Select(names => (Step)new Step.WebhookDuringSubmit(names))),
        (3, Callback().Select(names => (Step)new Step.WebhookDuringLook(names))),
        (1, Gen.Elements<Step>(new Step.CancelDuringLook(), new Step.CancelDuringSubmit())),
        (6, Gen.Elements(Enum.GetValues<SubmitFate>()).Select(fate => (Step)new Step.Submit(fate))),
        (4, Gen.Elements(Enum.GetValues<LookFate>()).Zip(Gen.Choose(1, 6)).Select(look => (Step)new Step.Look(look.Item1, look.Item2))),
        (3, Gen.Elements(Enum.GetValues<DownloadFate>()).Zip(Gen.Choose(1, 6)).Select(d => (Step)new Step.Download(d.Item1, d.Item2))),
        (1, Gen.Choose(1, 9).Select(times => (Step)new Step.CallerRefuses(times))),
        (5, Gen.Elements(Enum.GetValues<DeliveryFate>()).Zip(Gen.Choose(0, 6)).Select(d => (Step)new Step.Delivery(d.Item1, d.Item2))),
        (6, CrashAtWrite()),
        (2, Storage().Zip(Gen.Elements(Times)).Select(down => (Step)new Step.StorageDown(down.Item1, down.Item2))),
        (2, Storage().Zip(Gen.Choose(1, 4)).Select(lost => (Step)new Step.AnswersLost(lost.Item1, lost.Item2))));

    // Rather often what is of use, rarely what ends the story early.
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (20, Plans),
        (12, Gen.Elements(Times).Select(time => (Step)new Step.Advance(time))),
        (7, Callback().Select(names => (Step)new Step.Webhook(names))),
        (1, Gen.Constant<Step>(new Step.Cancel())),
        (1, Gen.Elements(Enum.GetValues<ProviderEnding>()).Select(ending => (Step)new Step.ProviderEnds(ending))),
        (2, Gen.Elements(Times).Select(time => (Step)new Step.Crash(time))),
        (3, Gen.Constant<Step>(new Step.Sweep())));

    public static Arbitrary<Interleaving> Interleavings { get; } = Arb.From(
        from keys in Gen.Elements(true, false)
        from webhooks in Gen.Elements(true, true, false)
        from keeps in Gen.Elements(true, true, false)
        from twice in Gen.Elements(false, false, false, true)
        from schedules in Gen.Elements(true, true, true, true, true, false)
        from polls in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 40), Gen.Constant(40))
        from duration in Gen.Elements(Durations)
        from ending in Gen.Frequency((8, Gen.Constant(ProviderEnding.Completed)), (2, Gen.Elements(Enum.GetValues<ProviderEnding>())))
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

    private static Gen<CallbackName> Callback()
        => Gen.Elements(CallbackName.Right, CallbackName.Right, CallbackName.Wrong, CallbackName.Empty);

    private static Gen<WriteKind> Storage() => Gen.Elements(WriteKind.Record, WriteKind.Video);

    private static Gen<Step> CrashAtWrite()
        => from kind in Gen.Elements(WriteKind.Orchestration, WriteKind.Orchestration, WriteKind.Record, WriteKind.Record, WriteKind.Video)
           from write in Gen.Choose(1, kind == WriteKind.Video ? 1 : 12)
           from afterwards in Gen.Elements(true, false)
           from downtime in Gen.Elements(Times)
           select (Step)new Step.CrashAtWrite(kind, write, afterwards, downtime);

    private static IEnumerable<Interleaving> Shorter(Interleaving story)
    {
        foreach (var steps in Shorter(story.Steps)) yield return story with { Steps = steps };
        foreach (var before in Shorter(story.Before)) yield return story with { Before = before };
        var plain = new Interleaving();
        if (story.DeliversTwice) yield return story with { DeliversTwice = false };
        if (!story.Schedules) yield return story with { Schedules = true };
        if (!story.KeepsVideoAfterCancel) yield return story with { KeepsVideoAfterCancel = true };
        if (!story.WebhooksOn) yield return story with { WebhooksOn = true };
        if (!story.ReplaysIdempotencyKey) yield return story with { ReplaysIdempotencyKey = true };
        if (story.PollsPerExecution != plain.PollsPerExecution) yield return story with { PollsPerExecution = plain.PollsPerExecution };
        if (story.Ending != plain.Ending) yield return story with { Ending = plain.Ending };
        if (story.Duration != plain.Duration) yield return story with { Duration = plain.Duration };
    }

    private static IEnumerable<IReadOnlyList<Step>> Shorter(IReadOnlyList<Step> steps)
    {
        for (var length = steps.Count; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= steps.Count; start += length)
            {
                yield return [.. steps.Take(start), .. steps.Skip(start + length)];
            }
        }
    }
}
