namespace Seedance.Functions.Tests.Orchestrations;

public sealed class CancelTests
{
    [Fact]
    public async Task Before_the_submit_nothing_is_paid()
    {
        using var world = new GenerationWorld();
        for (var i = 0; i < 100; i++) world.Provider.Fates.Enqueue(SubmitFate.NotSent);
        await world.StartAsync();
        await world.CancelAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Cancelled, 0, 1, 0m), (record.State, world.Provider.Paid, world.CallerTold, world.BudgetUsed));
        Assert.Contains("nothing was paid", record.History[^1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(120)]
    public async Task After_the_submit_the_workflow_stops_and_a_video_that_comes_later_is_kept(int minutes)
    {
        using var world = new GenerationWorld(options => options.Waiting.PollsPerExecution = 1);
        world.Provider.Duration = TimeSpan.FromMinutes(minutes);
        await world.StartAsync();
        await world.CancelAsync();
        Assert.Equal((TaskState.Cancelled, 1), ((await world.ReadAsync()).State, world.CallerTold));

        await world.CrashAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(4));
        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Cancelled, 1), (record.State, world.CallerTold));
        Assert.Equal(record.Video!.Blob, Assert.Single(world.Blobs).Key);
        Assert.True(world.IsAtRest);
    }

    [Fact]
    public async Task The_video_of_a_cancelled_task_is_not_kept_where_the_setting_says_so()
    {
        using var world = new GenerationWorld(options => options.KeepVideosAfterCancel = false);
        await world.StartAsync();
        await world.CancelAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((TaskState.Cancelled, 0, 0), ((await world.ReadAsync()).State, world.Blobs.Count, world.Provider.Looks));
    }
}
