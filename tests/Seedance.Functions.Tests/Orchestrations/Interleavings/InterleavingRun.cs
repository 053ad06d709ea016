namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>Lets one interleaving happen, and holds every promise against it at each step and at its end.</summary>
internal sealed class InterleavingRun : IDisposable
{
    /// <summary>How long wrong answers in the place of a video are borne.</summary>
    public static readonly TimeSpan NotAVideo = TimeSpan.FromMinutes(1);

    // The provider's day and the longest pause after it.
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(30);
    private static readonly TimeSpan Busy = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RareSweepInterval = TimeSpan.FromMinutes(45);

    private readonly Interleaving _story;
    private readonly GenerationWorld _world;
    private readonly Witness _witness;
    private readonly Outside _outside;

    private InterleavingRun(Interleaving story)
    {
        // Always the same: a task's id decides when it is polled.
        Assert.True(TaskId.TryParse("task-1772366400-0000000000000000", out var id));
        _story = story;
        _world = new GenerationWorld(
            options =>
            {
                if (!story.WebhooksOn) options.PublicBaseUrl = null;
                options.KeepVideosAfterCancel = story.KeepsVideoAfterCancel;
                options.Waiting.PollsPerExecution = story.PollsPerExecution;
                options.Waiting.NotAVideoMinutes = NotAVideo.TotalMinutes;
            },
            id);
        var provider = _world.Provider;
        (provider.ReplaysIdempotencyKey, provider.Duration, provider.Ending) = (story.ReplaysIdempotencyKey, story.Duration, story.Ending);
        _world.Deliveries.Usually = story.DeliversTwice ? DeliveryFate.Repeated : DeliveryFate.Once;
        _witness = new Witness(_world);
        _outside = new Outside(_world, _witness);
    }

    /// <exception cref="BrokenPromiseException">A promise was broken.</exception>
    public static async Task HoldAsync(Interleaving story)
    {
        using var run = new InterleavingRun(story);
        await run._world.OpenAsync();
        foreach (var step in story.Before) await run._outside.DoAsync(step);
        if (story.Schedules) await run._world.ScheduleAsync();
        await run.ReviveAndCheckAsync("at the start");
        for (var i = 0; i < story.Steps.Count; i++)
        {
            await run._outside.DoAsync(story.Steps[i]);
            await run.ReviveAndCheckAsync($"after step {i + 1}, {story.Steps[i]}");
        }
        await run.EndAsync();
    }

    public void Dispose() => _world.Dispose();

    private async Task ReviveAndCheckAsync(string when)
    {
        while (_world.HasDied)
        {
            _witness.Died(await _world.ReadAsync());
            _world.Clock.Advance(_outside.Downtime);
            _outside.Downtime = TimeSpan.Zero;
            await _world.CrashAsync();
        }
        await _witness.CheckAsync(when);
    }

    private async Task EndAsync()
    {
        _outside.BeKind();
        var ended = false;
        for (var passed = TimeSpan.Zero; passed < LongEnough && !ended;)
        {
            await _world.SweepAsync();
            // Every five minutes, as in the app, while much is going on; then less often, for the sake of the test's time.
            var interval = passed < Busy ? SweepInterval : RareSweepInterval;
            await _world.AdvanceAsync(interval);
            passed += interval;
            await ReviveAndCheckAsync($"{passed} after the last step");
            ended = (await _world.ReadAsync()).IsTerminal && _world.IsAtRest;
        }
        await new FinalPromises(_world, _witness, _story).CheckAsync(ended);
    }
}
