using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>The events of tasks that end, on Microsoft's replay. A generation takes the provider two minutes.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task The_caller_and_the_topic_are_both_told_once()
    {
        using var world = new GenerationWorld(WithTopic);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(1, world.CallerTold);
        Assert.Equal([(world.Record.Id.ToString(), "Seedance.Video.Completed")], EventsOf(world));
        Assert.True(world.IsAtRest);
    }

    [Fact]
    public async Task A_refused_and_a_cancelled_task_are_events_of_their_own()
    {
        using var refused = new GenerationWorld(WithTopic);
        refused.Provider.Fates.Enqueue(SubmitFate.Rejected);
        await refused.StartAsync();
        Assert.Equal("Seedance.Video.Failed", Assert.Single(EventsOf(refused)).Type);

        using var cancelled = new GenerationWorld(WithTopic);
        await cancelled.StartAsync();
        await cancelled.CancelAsync();
        await cancelled.AdvanceAsync(TimeSpan.FromHours(1));

        // The video that came after the cancel is no second event: the task stays cancelled.
        Assert.Equal("Seedance.Video.Cancelled", Assert.Single(EventsOf(cancelled)).Type);
        Assert.Single(cancelled.Blobs);
    }

    [Fact]
    public async Task A_topic_that_is_down_for_hours_is_told_in_the_end()
    {
        using var world = new GenerationWorld(WithTopic);
        world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((TaskState.Completed, 1), ((await world.ReadAsync()).State, world.CallerTold));
        await world.AdvanceAsync(TimeSpan.FromHours(12));
        await world.CrashAsync();

        var tried = world.Topic.Sent.Count;
        world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(tried + 1, world.Topic.Sent.Count);
        Assert.Single(EventsOf(world).Distinct());
        Assert.Equal(1, world.CallerTold);
        Assert.True(world.IsAtRest);
    }

    [Fact]
    public async Task A_topic_that_never_takes_it_is_tried_for_a_day_and_the_task_does_not_change()
    {
        using var world = new GenerationWorld(WithTopic);
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

    [Fact]
    public async Task A_dead_callback_does_not_keep_the_event_back()
    {
        using var world = new GenerationWorld(WithTopic);
        var answer = world.Web.OnRequest;
        world.Web.OnRequest = request => request.Method == HttpMethod.Post
            ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
            : answer(request);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Single(EventsOf(world));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_loses_no_event(bool diesAfterwards)
    {
        var crashes = 0;
        for (var write = 1; ; write++)
        {
            using var world = new GenerationWorld(WithTopic);
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

    [Fact]
    public async Task Every_task_of_a_batch_is_an_event()
    {
        using var world = new GenerationWorld(options =>
        {
            WithTopic(options);
            options.Clients[Samples.Client].DailyCredits = 100_000;
            options.Prices[ProviderNames.EvoLink] = "evolink-2026-09-16";
        });
        var batch = await world.StartBatchAsync(count: 4, concurrency: 2);
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(4, EventsOf(world).Distinct().Count());
        Assert.All(
            world.Topic.Sent, sent => Assert.Equal(batch.Id.ToString(), sent.GetProperty("data").GetProperty("batch_id").GetString()));
    }

    [Fact]
    public async Task Without_a_topic_an_orchestration_has_nothing_of_events_in_its_history()
    {
        using var without = new GenerationWorld();
        await without.StartAsync();
        await without.AdvanceAsync(TimeSpan.FromMinutes(10));
        using var with = new GenerationWorld(WithTopic);
        await with.StartAsync();
        await with.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Empty(without.Topic.Sent);
        Assert.DoesNotContain(HistoryOf(without), row => row.TaskScheduled?.Name == nameof(PublishOutcome));
        Assert.Contains(HistoryOf(with), row => row.TaskScheduled?.Name == nameof(PublishOutcome));
    }

    private static void WithTopic(SeedanceOptions options) => options.Events.TopicEndpoint = FakeTopic.Endpoint;

    private static IReadOnlyList<HistoryEvent> HistoryOf(GenerationWorld world) => world.Engine.HistoryOf(world.Record.Id.ToString());

    private static List<(string Id, string Type)> EventsOf(GenerationWorld world)
        => [.. world.Topic.Sent.Select(sent => (
            sent.GetProperty("data").GetProperty("task_id").GetString()!, sent.GetProperty("type").GetString()!))];
}
