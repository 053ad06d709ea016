namespace Seedance.EndToEnd.Tests;

/// <summary>Telling the caller, whatever its server does.</summary>
public sealed class Callbacks(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Fact]
    public async Task A_caller_whose_server_was_down_is_told_when_it_is_up_again()
    {
        var down = await CallbackListener.StartAsync();
        var url = down.Url;
        await down.DisposeAsync();
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = url });
        await app.Service.AttemptedAsync(id, 2);

        await using var up = await CallbackListener.StartAsync((_, _) => Task.FromResult(204), url.Port);

        var delivery = Assert.Single(await up.DeliveredAsync(1));
        delivery.AssertGenuine();
        var attempts = await app.Service.DeliveredAsync(id);
        Assert.All(attempts.SkipLast(1), attempt => Assert.Equal(("unreachable", null), (attempt.Outcome, attempt.Status)));
        Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(attempt => attempt.Attempt));
        Assert.All(attempts, attempt => Assert.Equal(delivery.Id, attempt.WebhookId));
    }

    [Fact]
    public async Task After_a_410_nothing_is_sent_until_it_is_asked_for()
    {
        await using var caller = await CallbackListener.RefusingOnceAsync(410);
        var id = await CreateAsync(caller);
        Assert.Equal(("gone", 410), Short(Assert.Single(await app.Service.AttemptedAsync(id, 1))));
        // Once it is over, and no sooner, new attempts start.
        await Eventually.ReadAsync("That it is over", () => app.Service.DeliverAgainAsync(id), action => action == "started");

        var deliveries = await caller.DeliveredAsync(2);

        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Equal(deliveries[0].Body, deliveries[1].Body);
        Assert.Equal([("gone", 410), ("delivered", 204)], (await app.Service.DeliveredAsync(id)).Select(Short));
        Assert.Equal("completed", (await app.Service.TaskAsync(id)).Status);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        var wait = TimeSpan.FromSeconds(4);
        await using var caller = await CallbackListener.RefusingOnceAsync(503, "Retry-After", $"{wait.TotalSeconds}");
        var id = await CreateAsync(caller);

        await caller.DeliveredAsync(2);

        var attempts = await app.Service.DeliveredAsync(id);
        Assert.Equal([("rejected", 503), ("delivered", 204)], attempts.Select(Short));
        Assert.InRange(attempts[1].At - attempts[0].At, wait, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_response_that_never_ends_is_not_waited_for()
    {
        await using var caller = await CallbackListener.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 200;
            await context.Response.StartAsync();
            // Until the app hangs up, as it should.
            while (true) await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
        });
        var id = await CreateAsync(caller);

        var attempt = Assert.Single(await app.Service.DeliveredAsync(id));

        Assert.Equal(("delivered", 200), Short(attempt));
        Assert.InRange(attempt.DurationMs, 0, 9_999);
    }

    [Fact]
    public async Task Attempts_never_run_at_the_same_time_however_many_ask()
    {
        var (atOnce, max) = (0, 0);
        await using var caller = await CallbackListener.StartAsync(async (number, _) =>
        {
            var now = Interlocked.Increment(ref atOnce);
            max = Math.Max(max, now);
            if (number > 1) await Task.Delay(500);
            Interlocked.Decrement(ref atOnce);
            return 204;
        });
        var id = await CreateAsync(caller);
        await app.Service.DeliveredAsync(id);

        var actions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Service.DeliverAgainAsync(id)));

        await app.Service.AttemptedAsync(id, 2);
        Assert.All(actions, action => Assert.Contains(action, new[] { "started", "woken" }));
        Assert.Equal(1, max);
    }

    [Fact]
    public async Task What_cannot_be_sent_again_is_refused_with_its_reason()
    {
        await using var caller = await CallbackListener.StartAsync();
        var running = await app.Service.CreateAsync(Ask.With(Ask.EvoLink, "never") with { CallbackUrl = caller.Url });
        var silent = await app.Service.CreateAsync(new Ask(Ask.EvoLink));
        await app.Service.CompletedAsync(silent);

        foreach (var (id, code) in new[] { (running, "task_not_ended"), (silent, "no_callback") })
        {
            var refused = await app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{id}/deliveries", key: Callers.Alpha.Key);
            Assert.Equal((HttpStatusCode.Conflict, code), (refused.Status, refused.Error.Code));
        }
        Assert.Empty(await app.Service.AttemptsAsync(silent));
        await app.Service.CancelAsync(running);
    }

    private Task<string> CreateAsync(CallbackListener caller) => app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });

    private static (string Outcome, int? Status) Short(CallbackAttempt attempt) => (attempt.Outcome, attempt.Status);
}
