using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Every turn replays the whole history of an execution, so it stays short through any one trouble that lasts a day.</summary>
public sealed class HistoryLengthTests
{
    private const int MaxRows = 400;
    private const int MaxPollsPerExecution = 40;

    private static readonly TimeSpan AlmostADay = TimeSpan.FromHours(23);

    [Fact]
    public async Task Hundreds_of_polls() => await AssertShortAsync(world => world.Provider.Duration = TimeSpan.FromHours(5));

    [Fact]
    public async Task A_provider_that_refuses_connections_for_most_of_an_hour() => await AssertShortAsync(world =>
    {
        for (var i = 0; i < 15; i++) world.Provider.Fates.Enqueue(SubmitFate.NotSent);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_download_host_that_is_down_for_a_day(int minutesOfPolling)
    {
        await AssertShortAsync(world =>
        {
            var end = world.Clock.GetUtcNow() + AlmostADay;
            var download = world.Web.OnRequest;
            world.Provider.Duration = TimeSpan.FromMinutes(minutesOfPolling);
            world.Web.OnRequest = request => request.Method == HttpMethod.Get && world.Clock.GetUtcNow() < end
                ? new HttpResponseMessage(HttpStatusCode.BadGateway)
                : download(request);
        });
    }

    [Fact]
    public async Task An_activity_that_is_retried_for_a_day() => await AssertShortAsync(
        world => world.Topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.Forbidden));

    [Fact]
    public async Task A_lost_submission_that_was_named_while_its_provider_is_down_for_a_day()
    {
        using var world = new GenerationWorld();
        world.Provider.ReplaysIdempotencyKey = false;
        world.Provider.Fates.Enqueue(SubmitFate.AnswerLost);
        var back = world.Clock.GetUtcNow() + AlmostADay;
        world.Provider.OnLook = _ => world.Clock.GetUtcNow() < back ? new PollOutcome.Unavailable("HTTP 503", null) : null;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await world.WebhookAsync("provider-1");
        await world.AdvanceAsync(TimeSpan.FromHours(25));

        await AssertShortAsync(world);
    }

    private static async Task AssertShortAsync(Action<GenerationWorld> arrange)
    {
        using var world = new GenerationWorld(options =>
        {
            options.PublicBaseUrl = null;
            options.Events.TopicEndpoint = FakeTopic.Endpoint;
            options.Waiting.PollsPerExecution = MaxPollsPerExecution;
            options.Waiting.DeadlineMinutes = 600;
        });
        arrange(world);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(25));
        await AssertShortAsync(world);
    }

    private static async Task AssertShortAsync(GenerationWorld world)
    {
        Assert.Equal((TaskState.Completed, 1), ((await world.ReadAsync()).State, world.Provider.Paid));
        Assert.InRange(world.Hub.LongestHistory, 100, MaxRows - 1);
    }
}
