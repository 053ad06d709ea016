namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>The process dies at every single write of its state, before and after the write takes effect, and starts again.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(false, SubmitFate.Accepted)]
    [InlineData(true, SubmitFate.Accepted)]
    [InlineData(false, SubmitFate.Rejected)]
    [InlineData(true, SubmitFate.Rejected)]
    public async Task A_crash_at_any_write_pays_once_loses_nothing_and_settles_the_budget(bool diesAfterwards, SubmitFate fate)
    {
        var expected = fate == SubmitFate.Accepted ? (TaskState.Completed, 1, 1, 67.5m) : (TaskState.Failed, 0, 0, 0m);
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = new GenerationWorld();
            world.Provider.Fates.Enqueue(fate);
            world.Provider.Fates.Enqueue(fate);
            await world.StartAsync(write, diesAfterwards);
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            if (!world.HasDied) break;

            crashes++;
            await world.CrashAsync();
            await world.EnsureStartedAsync();
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));

            var record = await world.ReadAsync();
            var ended = (record.State, world.Provider.Paid, world.Blobs.Count, world.BudgetUsed);
            Assert.True(ended == expected && world.CallerTold >= 1, $"Write {write}: {ended} {record.Failure?.Code}, told {world.CallerTold}");
        }
        Assert.InRange(crashes, 5, 200);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_crash_before_the_response_is_settled_by_a_replay_or_by_a_webhook(bool replaysKeys, int submits)
    {
        using var world = new GenerationWorld();
        world.Provider.ReplaysIdempotencyKey = replaysKeys;
        world.Provider.Fates.Enqueue(SubmitFate.Crash);
        await world.StartAsync();
        Assert.Equal((1, SubmissionState.Submitting), (world.Provider.Paid, (await world.ReadAsync()).Submission));

        await world.CrashAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(3));
        if (!replaysKeys) await world.WebhookAsync("provider-1");
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((1, submits, TaskState.Completed), (world.Provider.Paid, world.Provider.Submits, (await world.ReadAsync()).State));
    }
}
