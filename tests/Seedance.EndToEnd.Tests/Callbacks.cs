using System.Net;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

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
        var attempts = await UntilDeliveredAsync(id);
        Assert.All(attempts.SkipLast(1), attempt => Assert.Equal(("unreachable", null), (attempt.Outcome, attempt.Status)));
        Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(attempt => attempt.Attempt));
        Assert.All(attempts, attempt => Assert.Equal(delivery.Id, attempt.WebhookId));
    }

    [Fact]
    public async Task A_caller_that_answers_410_is_left_alone_until_it_asks()
    {
        await using var caller = await CallbackListener.StartAsync((number, _) => Task.FromResult(number == 1 ? 410 : 204));
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });
        Assert.Equal(("gone", 410), Short(Assert.Single(await app.Service.AttemptedAsync(id, 1))));
        // While the attempts still run, a request may wake them without effect; once they have ended, it starts new ones.
        await Eventually.ReadAsync("New attempts", () => app.Service.ResendAsync(id), action => action == "started");

        var deliveries = await caller.DeliveredAsync(2);

        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Equal(deliveries[0].Body, deliveries[1].Body);
        Assert.Equal([1, 2], (await UntilDeliveredAsync(id)).Select(attempt => attempt.Attempt));
        Assert.Equal("completed", (await app.Service.TaskAsync(id)).Status);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_caller_that_asks_to_be_left_alone_for_a_while_is(int status)
    {
        var wait = TimeSpan.FromSeconds(4);
        await using var caller = await CallbackListener.StartAsync((number, context) =>
        {
            if (number == 1) context.Response.Headers.RetryAfter = $"{wait.TotalSeconds}";
            return Task.FromResult(number == 1 ? status : 204);
        });
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });

        await caller.DeliveredAsync(2);

        var attempts = await UntilDeliveredAsync(id);
        Assert.Equal([("rejected", status), ("delivered", 204)], attempts.Select(Short));
        Assert.InRange(attempts[1].At - attempts[0].At, wait, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await CallbackListener.StartAsync();
        await using var caller = await CallbackListener.StartAsync((number, context) =>
        {
            if (number == 1) context.Response.Headers.Location = elsewhere.Url.AbsoluteUri;
            return Task.FromResult(number == 1 ? 307 : 204);
        });
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });

        Assert.Equal([("rejected", 307), ("delivered", 204)], (await UntilDeliveredAsync(id)).Select(Short));

        Assert.Equal(2, caller.Deliveries.Count);
        Assert.Empty(elsewhere.Deliveries);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_not_waited_for()
    {
        await using var caller = await CallbackListener.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 200;
            await context.Response.StartAsync();
            var part = new byte[64 * 1024];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(part, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The app has hung up, as it should.
            }
            return 200;
        });
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });

        var attempt = Assert.Single(await UntilDeliveredAsync(id));

        Assert.Equal(("delivered", 200), Short(attempt));
        Assert.InRange(attempt.DurationMs, 0, 9_999);
    }

    [Fact]
    public async Task A_request_between_attempts_has_the_next_one_made_now()
    {
        await using var caller = await CallbackListener.StartAsync((number, context) =>
        {
            if (number == 1) context.Response.Headers.RetryAfter = "3600";
            return Task.FromResult(number == 1 ? 503 : 204);
        });
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });
        await app.Service.AttemptedAsync(id, 1);

        Assert.Equal("woken", await app.Service.ResendAsync(id));

        Assert.Equal([(1, "rejected"), (2, "delivered")], (await UntilDeliveredAsync(id)).Select(each => (each.Attempt, each.Outcome)));
        Assert.All(await caller.DeliveredAsync(2), delivery => delivery.AssertGenuine());
    }

    [Fact]
    public async Task However_many_ask_at_once_the_caller_is_told_by_one_at_a_time()
    {
        var atOnce = 0;
        var most = 0;
        await using var caller = await CallbackListener.StartAsync(async (number, _) =>
        {
            var now = Interlocked.Increment(ref atOnce);
            most = Math.Max(most, now);
            if (number > 1) await Task.Delay(500);
            Interlocked.Decrement(ref atOnce);
            return 204;
        });
        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = caller.Url });
        await UntilDeliveredAsync(id);

        var actions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Service.ResendAsync(id)));

        await Eventually.ReadAsync("That it is over", () => app.Service.AttemptsAsync(id), attempts => attempts.Count > 1);
        Assert.All(actions, action => Assert.Contains(action, new[] { "started", "woken" }));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_cannot_be_sent_again_is_refused_with_its_reason()
    {
        await using var caller = await CallbackListener.StartAsync();
        var running = await app.Service.CreateAsync(Ask.With(Ask.EvoLink, "never") with { CallbackUrl = caller.Url });
        var silent = await app.Service.CreateAsync(new Ask(Ask.EvoLink));
        await app.Service.CompletedAsync(silent);

        Assert.Equal((HttpStatusCode.Conflict, "task_not_ended"), await RefusedAsync(running, Callers.Alpha.Key));
        Assert.Equal((HttpStatusCode.Conflict, "no_callback"), await RefusedAsync(silent, Callers.Alpha.Key));
        Assert.Equal((HttpStatusCode.NotFound, "task_not_found"), await RefusedAsync(silent, Callers.Beta.Key));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await RefusedAsync(silent, null));
        Assert.Empty(await app.Service.AttemptsAsync(silent));
        await app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{running}/cancel", key: Callers.Alpha.Key);
    }

    private static (string Outcome, int? Status) Short(CallbackAttempt attempt) => (attempt.Outcome, attempt.Status);

    private async Task<(HttpStatusCode Status, string Code)> RefusedAsync(string id, string? key)
    {
        var answer = await app.Service.SendAsync(HttpMethod.Post, $"v1/tasks/{id}/deliveries", key: key);
        return (answer.Status, answer.Error.Code);
    }

    private Task<IReadOnlyList<CallbackAttempt>> UntilDeliveredAsync(string id)
        => Eventually.ReadAsync("The delivery", () => app.Service.AttemptsAsync(id), attempts => attempts is [.., { Outcome: "delivered" }]);
}
