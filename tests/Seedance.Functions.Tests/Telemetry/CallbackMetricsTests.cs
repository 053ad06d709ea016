using System.Net;
using Seedance.Functions.Tests.Orchestrations;

namespace Seedance.Functions.Tests.Telemetry;

public sealed class CallbackMetricsTests
{
    [Fact]
    public async Task A_callback_that_arrives_is_one_attempt()
        => Assert.Equal(["outcome=delivered"], await OutcomesAsync(HttpStatusCode.OK));

    [Fact]
    public async Task A_caller_that_wants_to_hear_no_more_is_given_up_at_once()
        => Assert.Equal(["outcome=given_up"], await OutcomesAsync(HttpStatusCode.Gone));

    [Fact]
    public async Task A_caller_that_fails_for_a_day_is_tried_often_and_given_up_once_at_last()
    {
        var outcomes = await OutcomesAsync(HttpStatusCode.InternalServerError);

        Assert.InRange(outcomes.Count, 5, 100);
        Assert.Equal("outcome=given_up", outcomes[^1]);
        Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal("outcome=try_again", outcome));
    }

    private static async Task<List<string>> OutcomesAsync(HttpStatusCode caller)
    {
        using var world = new GenerationWorld();
        var usual = world.Web.OnRequest;
        world.Web.OnRequest = request => request.Method == HttpMethod.Post ? new HttpResponseMessage(caller) : usual(request);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(26));
        return [.. world.Meters.Of("seedance.callbacks.attempts").Select(each => each.Tags)];
    }
}
