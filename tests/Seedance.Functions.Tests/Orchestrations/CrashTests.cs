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
        var expected = fate == SubmitFate.Accepted
            ? (TaskState.Completed, 1, 1, 67.5m, "Seedance.Video.Completed")
            : (TaskState.Failed, 0, 0, 0m, "Seedance.Video.Failed");
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = new GenerationWorld(options => options.Events.TopicEndpoint = FakeTopic.Endpoint);
            world.Provider.Fates.Enqueue(fate);
            world.Provider.Fates.Enqueue(fate);
            await world.StartAsync(write, diesAfterwards);
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            if (!world.HasDied) break;

            crashes++;
            await world.CrashAsync();
            await world.SweepAsync();
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));

            var record = await world.ReadAsync();
            var events = string.Join(' ', world.Events.Distinct());
            var ended = (record.State, world.Provider.Paid, world.Blobs.Count, world.BudgetUsed, events);
            Assert.True(ended == expected && world.CallerTold >= 1, $"Write {write}: {ended}, told {world.CallerTold}");
        }
        Assert.InRange(crashes, 10, 200);
    }
}
