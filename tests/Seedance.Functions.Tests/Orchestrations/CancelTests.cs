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

    [Fact]
    public async Task After_the_submit_the_workflow_stops_and_a_video_that_comes_all_the_same_is_kept()
    {
        using var world = new GenerationWorld();
        await world.StartAsync();
        await world.CancelAsync();
        Assert.Equal((TaskState.Cancelled, 1), ((await world.ReadAsync()).State, world.CallerTold));

        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Cancelled, 1), (record.State, world.CallerTold));
        Assert.Equal(record.Video!.Blob, Assert.Single(world.Blobs).Key);
    }

    [Fact]
    public async Task The_video_of_a_cancelled_task_is_forgotten_where_the_setting_says_so()
    {
        using var world = new GenerationWorld(options => options.KeepVideosAfterCancel = false);
        await world.StartAsync();
        await world.CancelAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((TaskState.Cancelled, 0, 0), ((await world.ReadAsync()).State, world.Blobs.Count, world.Provider.Looks));
    }

    [Fact]
    public async Task A_kept_video_survives_roll_overs_and_crashes()
    {
        using var world = new GenerationWorld(options => options.Waiting.PollsPerExecution = 1);
        world.Provider.Duration = TimeSpan.FromHours(2);
        await world.StartAsync();
        await world.CancelAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        await world.CrashAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Cancelled, 1, 1), (record.State, world.Blobs.Count, world.CallerTold));
        Assert.NotNull(record.Video);
    }

    [Fact]
    public async Task A_repeated_cancel_and_one_after_the_end_change_nothing()
    {
        using var world = new GenerationWorld();
        world.Provider.Duration = TimeSpan.FromSeconds(10);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await world.CancelAsync();
        await world.CancelAsync();

        Assert.Equal(TaskState.Completed, (await world.ReadAsync()).State);
    }
}
