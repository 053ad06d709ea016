using System.Net;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>The events of tasks that end, on Microsoft's replay. A generation takes the provider two minutes.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task The_topic_is_told_once_even_when_the_caller_cannot_be_told()
    {
        using var world = NewWorld();
        var download = world.Web.OnRequest;
        world.Web.OnRequest = request => request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
            : download(request);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal([(world.Record.Id.ToString(), "Seedance.Video.Completed")], EventsOf(world));
    }

    [Fact]
    public async Task A_refused_and_a_cancelled_task_are_events_of_their_own()
    {
        using var refused = NewWorld();
        refused.Provider.Fates.Enqueue(SubmitFate.Rejected);
        await refused.StartAsync();
        Assert.Equal("Seedance.Video.Failed", Assert.Single(EventsOf(refused)).Type);

        using var cancelled = NewWorld();
        await cancelled.StartAsync();
        await cancelled.CancelAsync();
        await cancelled.AdvanceAsync(TimeSpan.FromHours(1));

        // The video that is stored after the cancel is no second event: the task stays cancelled.
        Assert.Equal("Seedance.Video.Cancelled", Assert.Single(EventsOf(cancelled)).Type);
        Assert.Single(cancelled.Blobs);
    }

    [Fact]
    public async Task A_topic_that_is_down_for_hours_is_told_in_the_end()
    {
        using var world = NewWorld();
        world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(12));
        Assert.Equal((TaskState.Completed, 1), ((await world.ReadAsync()).State, world.CallerTold));
        await world.CrashAsync();

        var tried = world.Topic.Sent.Count;
        world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(tried + 1, world.Topic.Sent.Count);
        Assert.Single(EventsOf(world).Distinct());
        Assert.True(world.IsAtRest);
    }

    [Fact]
    public async Task A_topic_that_never_takes_it_is_tried_for_a_day()
    {
        using var world = NewWorld();
        world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.Forbidden);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.False(world.IsAtRest);

        await world.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.InRange(world.Topic.Sent.Count, 20, 40);
        Assert.Equal(TaskState.Completed, (await world.ReadAsync()).State);
        Assert.Equal(
            OrchestrationRuntimeStatus.Completed, (await world.Engine.GetAsync(world.Record.Id.ToString())).RuntimeStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_loses_no_event(bool diesAfterwards)
    {
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = NewWorld();
            await world.StartAsync(write, diesAfterwards);
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            if (!world.HasDied) break;

            crashes++;
            await world.CrashAsync();
            await world.EnsureStartedAsync();
            await world.AdvanceAsync(TimeSpan.FromMinutes(30));
            Assert.True(EventsOf(world).Distinct().Count() == 1, $"Write {write}: {EventsOf(world).Count} events.");
        }
        Assert.InRange(crashes, 15, 200);
    }

    private static GenerationWorld NewWorld() => new(options => options.Events.TopicEndpoint = FakeTopic.Endpoint);

    private static List<(string Id, string Type)> EventsOf(GenerationWorld world)
        => [.. world.Topic.Sent.Select(sent => (
            sent.GetProperty("data").GetProperty("task_id").GetString()!, sent.GetProperty("type").GetString()!))];
}
