namespace Seedance.EndToEnd.Tests;

public sealed class Cancelling(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    [Theory]
    [InlineData(Ask.EvoLink)]
    [InlineData(Ask.SeedanceApi)]
    public async Task A_cancelled_task_stops_its_caller_is_told_and_the_paid_video_is_kept(string provider)
    {
        await using var listener = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "stuck percent=50") with { CallbackUrl = listener.Url };
        var id = await app.Service.CreateAsync(ask);
        var running = await app.Service.UntilAsync(id, "waits", task => task.ProviderTaskId is not null);

        var cancel = await app.Service.CancelAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, cancel.Status);
        await app.Service.UntilAsync(id, "is cancelled", task => task.Status == "cancelled");
        Assert.Equal("cancelled", Assert.Single(await listener.DeliveredAsync(1)).Json.GetProperty("status").GetString());
        // Once more is no error, and no second callback.
        Assert.Equal(HttpStatusCode.OK, (await app.Service.CancelAsync(id)).Status);

        app.Service.Simulator.GetTask(running.ProviderTaskId!).Complete();
        var kept = await app.Service.UntilAsync(id, "has its video", task => task.Video is not null);
        Assert.Equal(("cancelled", null), (kept.Status, kept.Results));
        Assert.Equal(HttpStatusCode.Found, (await app.Service.GetAsync($"v1/videos/{id}/content")).Status);
        Assert.Single(listener.Deliveries);
    }

    [Fact]
    public async Task Before_the_submit_nothing_is_paid()
    {
        var ask = Ask.With(Ask.EvoLink, "submit.status status=429 retryAfter=30");
        var id = await app.Service.CreateAsync(ask);
        await app.Service.Simulator.SubmitSeenAsync(ask);

        Assert.Equal(HttpStatusCode.Accepted, (await app.Service.CancelAsync(id)).Status);
        await app.Service.UntilAsync(id, "is cancelled", task => task.Status == "cancelled");

        Assert.DoesNotContain(await app.Service.Simulator.SubmitsAsync(ask), submit => submit.Created);
        var history = await app.Service.GetAsync($"v1/tasks/{id}?include=history");
        var last = history.Root.GetProperty("history").EnumerateArray().Last();
        Assert.Equal("cancelled", last.GetProperty("status").GetString());
        Assert.Contains("nothing was paid", last.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_a_task_shows_every_step_with_its_time_and_reason()
    {
        var completed = await app.Service.CompletedAsync(new Ask(Ask.EvoLink));

        var response = await app.Service.GetAsync($"v1/tasks/{completed.Id}?include=history");

        var steps = response.Root.GetProperty("history").EnumerateArray().ToList();
        var stages = steps.ConvertAll(step => step.GetProperty("stage").GetString());
        Assert.Equal(("queued", "done"), (stages[0], stages[^1]));
        Assert.All(["submitting", "storing"], stage => Assert.Contains(stage, stages));
        var times = steps.ConvertAll(step => step.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(times.Order(), times);
        Assert.All(steps, step => Assert.NotEmpty(step.GetProperty("reason").GetString()!));
    }
}
