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
        using var world = await EndAsync(fate);

        var record = await world.ReadAsync();
        Assert.Equal([(1, $"adopted=False {Task}")], world.Meters.Of("seedance.tasks.submitted"));
        Assert.Equal([(1, $"{Task} woken_by=poll")], world.Meters.Of("seedance.tasks.completed"));
        Assert.Equal([(record.Video!.Bytes, Task)], world.Meters.Of("seedance.video.bytes"));
        Assert.Equal([(record.Polls, "provider=evolink")], world.Meters.Of("seedance.task.polls"));
        Assert.All(["seedance.task.duration", "seedance.video.time_to_store"], name => Assert.Single(world.Meters.Of(name)));
        Assert.All(["seedance.tasks.failed", "seedance.submits.ambiguous"], name => Assert.Empty(world.Meters.Of(name)));
    }

    [Fact]
    public async Task A_submit_without_an_answer_is_ambiguous_once()
    {
        using var world = await EndAsync(nameof(DeliveryFate.Repeated), world =>
        {
            world.Provider.Fates.Enqueue(SubmitFate.RequestLost);
            world.Provider.Fates.Enqueue(SubmitFate.RequestLost);
        });

        Assert.Equal([(1, Task)], world.Meters.Of("seedance.submits.ambiguous"));
        Assert.Equal([(1, $"code=submit_outcome_unknown {Task}")], world.Meters.Of("seedance.tasks.failed"));
    }

    /// <summary>A generation of which every activity is delivered so, some hours later.</summary>
    private static async Task<GenerationWorld> EndAsync(string fate, Action<GenerationWorld>? prepare = null)
    {
        var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Deliveries.Usually = Enum.Parse<DeliveryFate>(fate);
        prepare?.Invoke(world);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        return world;
    }
}
