namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>The process dies at every single write of its state, before and after the write takes effect, and starts again.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_pays_once_and_loses_nothing(bool diesAfterwards)
    {
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = new GenerationWorld();
            await world.StartAsync(write, diesAfterwards);
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            if (!world.HasDied) break;

            crashes++;
            await world.CrashAsync();
            await world.EnsureStartedAsync();
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));

            var record = await world.ReadAsync();
            Assert.True(record.State == TaskState.Completed, $"Write {write}: {record.State} {record.Failure?.Code} {record.Stage}");
            Assert.Equal(1, world.Provider.Paid);
            Assert.Equal(67.5m, world.BudgetUsed);
            Assert.Single(world.Blobs);
            Assert.True(world.CallerTold >= 1, $"Write {write}: the caller was not told.");
        }
        Assert.InRange(crashes, 15, 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_gives_what_was_refused_back_once(bool diesAfterwards)
    {
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = new GenerationWorld();
            world.Provider.Fates.Enqueue(SubmitFate.Rejected);
            world.Provider.Fates.Enqueue(SubmitFate.Rejected);
            await world.StartAsync(write, diesAfterwards);
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            if (!world.HasDied) break;

            crashes++;
            await world.CrashAsync();
            await world.EnsureStartedAsync();
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            Assert.Equal((TaskState.Failed, 0), ((await world.ReadAsync()).State, world.BudgetUsed));
        }
        Assert.InRange(crashes, 5, 200);
    }

    [Fact]
    public async Task A_crash_with_the_providers_answer_in_hand_is_settled_by_a_replay()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.Fates.Enqueue(SubmitFate.Crash);
        await world.StartAsync();
        Assert.Equal((1, SubmissionState.Submitting), (world.Provider.Paid, (await world.ReadAsync()).Submission));

        await world.CrashAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((1, 2, TaskState.Completed), (world.Provider.Paid, world.Provider.Submits, (await world.ReadAsync()).State));
    }

    [Fact]
    public async Task A_crash_with_the_answer_in_hand_is_settled_by_a_webhook_without_replayed_keys()
    {
        using var world = new GenerationWorld();
        world.Provider.ReplaysIdempotencyKey = false;
        world.Provider.Fates.Enqueue(SubmitFate.Crash);
        await world.StartAsync();
        await world.CrashAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(3));
        await world.WebhookAsync("provider-1");
        await world.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal((1, 1, TaskState.Completed), (world.Provider.Paid, world.Provider.Submits, (await world.ReadAsync()).State));
    }
}
