using Seedance.Functions.Tests.Orchestrations;

namespace Seedance.Functions.Tests.Telemetry;

public sealed class CountedOnceTests
{
    private const string Task = "model=seedance-2.0-text-to-video provider=evolink";

    [Theory]
    [InlineData(nameof(DeliveryFate.Once))]
    [InlineData(nameof(DeliveryFate.Repeated))]
    [InlineData(nameof(DeliveryFate.ResultLost))]
    public async Task A_generation_is_counted_once_however_often_its_activities_run(string fate)
    {
        using var world = new GenerationWorld();
        world.Deliveries.Usually = Enum.Parse<DeliveryFate>(fate);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        var record = await world.ReadAsync();
        Assert.Equal(TaskState.Completed, record.State);
        Assert.Equal([(1, $"adopted=False {Task}")], world.Meters.Of("seedance.tasks.submitted"));
        Assert.Equal([(1, $"{Task} woken_by=poll")], world.Meters.Of("seedance.tasks.completed"));
        Assert.Equal([(record.Video!.Bytes, Task)], world.Meters.Of("seedance.video.bytes"));
        Assert.Equal([(record.Polls, "provider=evolink")], world.Meters.Of("seedance.task.polls"));
        Assert.Equal(
            [((record.CompletedAt! - record.CreatedAt).Value.TotalSeconds, $"{Task} state=completed")],
            world.Meters.Of("seedance.task.duration"));
        Assert.Single(world.Meters.Of("seedance.video.time_to_store"));
        Assert.Empty(world.Meters.Of("seedance.tasks.failed"));
        Assert.Empty(world.Meters.Of("seedance.submits.ambiguous"));
    }

    [Theory]
    [InlineData(nameof(DeliveryFate.Once))]
    [InlineData(nameof(DeliveryFate.Repeated))]
    [InlineData(nameof(DeliveryFate.ResultLost))]
    public async Task A_refused_submit_is_counted_once_by_its_code(string fate)
    {
        using var world = new GenerationWorld();
        world.Deliveries.Usually = Enum.Parse<DeliveryFate>(fate);
        world.Provider.Fates.Enqueue(SubmitFate.Rejected);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([(1, "code=content_policy_violation provider=evolink")], world.Meters.Of("seedance.submits.rejected"));
        Assert.Equal([(1, $"code=content_policy_violation {Task}")], world.Meters.Of("seedance.tasks.failed"));
        Assert.Empty(world.Meters.Of("seedance.tasks.submitted"));
        Assert.Empty(world.Meters.Of("seedance.credits.charged"));
    }

    [Theory]
    [InlineData(nameof(DeliveryFate.Once), true)]
    [InlineData(nameof(DeliveryFate.Repeated), true)]
    [InlineData(nameof(DeliveryFate.Repeated), false)]
    public async Task A_submit_without_an_answer_is_ambiguous_once_whether_it_is_replayed_or_not(string fate, bool replays)
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Deliveries.Usually = Enum.Parse<DeliveryFate>(fate);
        world.Provider.ReplaysIdempotencyKey = replays;
        world.Provider.Fates.Enqueue(SubmitFate.RequestLost);
        world.Provider.Fates.Enqueue(SubmitFate.RequestLost);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal([(1, Task)], world.Meters.Of("seedance.submits.ambiguous"));
        Assert.Equal([(1, $"code=submit_outcome_unknown {Task}")], world.Meters.Of("seedance.tasks.failed"));
    }

    [Fact]
    public async Task A_cancelled_task_is_no_failure()
    {
        using var world = new GenerationWorld();
        await world.StartAsync();
        await world.CancelAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([(1, Task)], world.Meters.Of("seedance.tasks.cancelled"));
        Assert.Empty(world.Meters.Of("seedance.tasks.failed"));
    }
}
