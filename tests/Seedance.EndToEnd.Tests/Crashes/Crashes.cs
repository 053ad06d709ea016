using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Crashes;

/// <summary>
/// The app is killed in the middle of a generation, at a moment that the simulator's journal or the app's answers show, and
/// started again. "stuck" holds the provider's task open until the test lets it finish, so that nothing depends on speed.
/// </summary>
public abstract class Crashes(AppToKill app, string provider)
{
    private Service Service => app.Service;

    [OwnAppFact]
    public async Task While_the_submit_is_being_answered()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "submit.delay_after seconds=120 times=1", "stuck") with { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var submit = await Service.Simulator.PaidSubmitSeenAsync(ask);

        await app.KillAndRestartAsync();
        await Service.Simulator.ActAsync(submit.TaskId!, "complete");

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    [OwnAppFact(IsLong = true)]
    public async Task While_it_waits()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "stuck") with { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var waiting = await Service.UntilAsync(id, "is being processed", task => task.Status == "processing");

        await app.KillAndRestartAsync();
        await Service.Simulator.ActAsync(waiting.ProviderTaskId!, "complete");

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    [OwnAppFact(IsLong = true)]
    public async Task While_it_is_down_when_the_provider_finishes()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "stuck", "callback.lost") with { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var waiting = await Service.UntilAsync(id, "is being processed", task => task.Status == "processing");

        await app.Process.KillAsync();
        await Service.Simulator.ActAsync(waiting.ProviderTaskId!, "complete");
        await app.Process.RestartAsync();

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    [OwnAppFact(IsLong = true)]
    public async Task During_a_poll()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(provider, "stuck", "poll.delay seconds=120 times=1") with { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var submit = await Service.Simulator.PaidSubmitSeenAsync(ask);
        await Service.Simulator.SeenAsync("poll", submit.TaskId!);

        await app.KillAndRestartAsync();
        await Service.Simulator.ActAsync(submit.TaskId!, "complete");

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    [OwnAppFact]
    public async Task During_the_download()
    {
        await using var caller = await CallbackListener.StartAsync();
        // Two blocks and a half would be stored before the kill, if the first were not too slow to end.
        var ask = Ask.With(provider, "size bytes=10000000", "download.slow bytesPerSecond=1000000 times=1") with { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var submit = await Service.Simulator.PaidSubmitSeenAsync(ask);
        await Service.Simulator.SeenAsync("download", submit.TaskId!);

        await app.KillAndRestartAsync();

        var task = await AssertCompletedOnceAsync(id, ask, caller);
        Assert.Equal(10_000_000, task.Video!.Bytes);
        Assert.Equal(2, (await Service.Simulator.OnlyTaskAsync(ask)).Downloads);
    }

    [OwnAppFact(IsLong = true)]
    public async Task While_the_caller_is_being_told()
    {
        await using var caller = await CallbackListener.StartAsync(async (number, context) =>
        {
            if (number == 1) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 204;
        });
        var ask = new Ask(provider) { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        await caller.DeliveredAsync(1);

        await app.KillAndRestartAsync();
        await caller.DeliveredAsync(2);

        await AssertCompletedOnceAsync(id, ask, caller);
        Assert.Equal(1, (await Service.Simulator.OnlyTaskAsync(ask)).Downloads);
    }

    [OwnAppFact(IsLong = true)]
    public async Task Right_after_it_was_completed()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = new Ask(provider) { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        await Service.CompletedAsync(id);

        await app.KillAndRestartAsync();

        await AssertCompletedOnceAsync(id, ask, caller);
        Assert.Equal(1, (await Service.Simulator.OnlyTaskAsync(ask)).Downloads);
    }

    [OwnAppFact(IsLong = true)]
    public async Task At_one_stage_after_the_other_of_a_single_generation()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(
            provider, "submit.delay_after seconds=120 times=1", "stuck", "size bytes=10000000", "download.slow bytesPerSecond=1000000 times=1")
            with
        { CallbackUrl = caller.Url };
        var id = await Service.CreateAsync(ask);
        var submit = await Service.Simulator.PaidSubmitSeenAsync(ask);
        await app.KillAndRestartAsync();
        await app.KillAndRestartAsync();
        await Service.Simulator.ActAsync(submit.TaskId!, "complete");
        await Service.Simulator.SeenAsync("download", submit.TaskId!);
        await app.KillAndRestartAsync();

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    private protected async Task<TaskView> AssertCompletedOnceAsync(string id, Ask ask, CallbackListener caller)
    {
        var task = await Service.CompletedAsync(id);
        Assert.Equal((await Service.Simulator.PaidOnceAsync(ask)).Id, task.ProviderTaskId);
        await StoredVideos.AssertWholeAsync(task);

        var deliveries = await caller.DeliveredAsync(1);
        Assert.All(deliveries, delivery => delivery.AssertGenuine());
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Equal("completed", deliveries[0].Json.GetProperty("status").GetString());
        return task;
    }
}
