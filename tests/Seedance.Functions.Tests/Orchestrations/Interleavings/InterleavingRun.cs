namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Lets one interleaving happen, and holds every promise against it at each step and at its end.</summary>
internal static class InterleavingRun
{
    /// <summary>How long wrong answers in the place of a video are borne.</summary>
    public static readonly TimeSpan NotAVideo = TimeSpan.FromMinutes(1);

    // The provider's day and the longest pause after it.
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(30);
    private static readonly TimeSpan Busy = TimeSpan.FromHours(1);

    /// <exception cref="BrokenPromiseException">A promise was broken.</exception>
    public static async Task HoldAsync(Interleaving story)
    {
        using var world = NewWorld(story);
        var witness = new Witness(world);
        var outside = new Outside(world, witness);
        await world.OpenAsync();
        foreach (var step in story.Before) await outside.DoAsync(step);
        if (story.Schedules) await world.ScheduleAsync();
        await ReviveAndCheckAsync("at the start");
        foreach (var (index, step) in story.Steps.Index())
        {
            await outside.DoAsync(step);
            await ReviveAndCheckAsync($"after step {index + 1}, {step}");
        }

        outside.BeKind();
        var ended = false;
        for (var passed = TimeSpan.Zero; passed < LongEnough && !ended;)
        {
            await world.SweepAsync();
            // Every five minutes, as in the app, while much is going on; then less often, for the sake of the test's time.
            var interval = TimeSpan.FromMinutes(passed < Busy ? 5 : 45);
            await world.AdvanceAsync(interval);
            passed += interval;
            await ReviveAndCheckAsync($"{passed} after the last step");
            ended = (await world.ReadAsync()).IsTerminal && world.IsAtRest;
        }
        await new FinalPromises(world, witness, story).CheckAsync(ended);

        async Task ReviveAndCheckAsync(string when)
        {
            while (world.HasDied)
            {
                witness.Died(await world.ReadAsync());
                world.Clock.Advance(outside.Downtime);
                outside.Downtime = TimeSpan.Zero;
                await world.CrashAsync();
            }
            await witness.CheckAsync(when);
        }
    }

    private static GenerationWorld NewWorld(Interleaving story)
    {
        // Always the same: a task's id decides when it is polled.
        Assert.True(TaskId.TryParse("task-1772366400-0000000000000000", out var id));
        var world = new GenerationWorld(
            options =>
            {
                if (!story.WebhooksOn) options.PublicBaseUrl = null;
                options.KeepVideosAfterCancel = story.KeepsVideoAfterCancel;
                options.Waiting.PollsPerExecution = story.PollsPerExecution;
                options.Waiting.NotAVideoMinutes = NotAVideo.TotalMinutes;
            },
            id);
        world.Provider.ReplaysIdempotencyKey = story.ReplaysIdempotencyKey;
        world.Provider.Duration = story.Duration;
        world.Provider.Ending = story.Ending;
        world.Deliveries.Usually = story.DeliversTwice ? DeliveryFate.Repeated : DeliveryFate.Once;
        return world;
    }
}
