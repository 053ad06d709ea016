using Microsoft.DurableTask.Client;

namespace Seedance.Functions.Tests.Orchestrations;

public sealed class WaitingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_webhook_ends_the_wait_before_the_first_poll_and_repeated_ones_do_no_harm()
    {
        using var world = new GenerationWorld();
        world.Provider.Duration = 20 * Second;
        await world.StartAsync();
        await world.AdvanceAsync(20 * Second);
        Assert.Equal(0, world.Provider.Looks);

        for (var i = 0; i < 5; i++) await world.WebhookAsync("provider-1");

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Completed, "webhook", 1), (record.State, record.WokenBy, world.Provider.Paid));
        Assert.Equal(record.Video!.Blob, Assert.Single(world.Blobs).Key);
        Assert.Equal(1, world.CallerTold);
        await AssertEndedAsync(world);
    }

    [Theory]
    // Every 5 seconds in the first minute and every 10 in the second, each up to a tenth later.
    [InlineData(false, 3, 16, 20)]
    [InlineData(true, 8, 3, 5)]
    public async Task A_poll_finds_the_end_where_no_webhook_comes(bool webhooksOn, int minutes, int minLooks, int maxLooks)
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = webhooksOn ? options.PublicBaseUrl : null);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(minutes));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Completed, "poll", 1), (record.State, record.WokenBy, world.Provider.Paid));
        Assert.InRange(world.Provider.Looks, minLooks, maxLooks);
        await AssertEndedAsync(world);
    }

    [Fact]
    public async Task A_webhook_is_only_a_hint()
    {
        using var world = new GenerationWorld();
        await world.StartAsync();
        await world.AdvanceAsync(Second);
        await world.WebhookAsync("provider-1");

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Processing, 1, 0), (record.State, world.Provider.Looks, world.Blobs.Count));
    }

    [Fact]
    public async Task A_webhook_that_comes_before_the_response_to_the_submit_is_not_lost()
    {
        using var world = new GenerationWorld();
        world.Provider.Duration = TimeSpan.Zero;
        world.Provider.OnAccepted = id => world.Engine.Client.RaiseEventAsync(
            world.Record.Id.ToString(), GenerationSignals.ProviderCallback, id);
        await world.StartAsync();

        Assert.Equal((TaskState.Completed, "webhook"), ((await world.ReadAsync()).State, (await world.ReadAsync()).WokenBy));
    }

    [Fact]
    public async Task No_webhook_is_lost_when_an_execution_continues_as_new()
    {
        using var world = new GenerationWorld(options => options.Waiting.PollsPerExecution = 1);
        world.Provider.Duration = TimeSpan.FromMinutes(50);
        await world.StartAsync();
        for (var i = 1; i <= 60; i++)
        {
            var looks = world.Provider.Looks;
            await world.WebhookAsync("provider-1");
            Assert.Equal(looks + 1, world.Provider.Looks);
        }
    }

    [Fact]
    public async Task Webhooks_that_come_during_a_poll_are_followed_by_another_poll()
    {
        using var world = new GenerationWorld(options => options.Waiting.PollsPerExecution = 2);
        world.Provider.Duration = TimeSpan.FromMinutes(50);
        var raised = 0;
        world.Provider.OnLook = id =>
        {
            if (raised++ < 60) _ = world.Engine.Client.RaiseEventAsync(world.Record.Id.ToString(), GenerationSignals.ProviderCallback, id);
            return null;
        };
        await world.StartAsync();
        await world.WebhookAsync("provider-1");

        Assert.Equal(61, world.Provider.Looks);
    }

    [Fact]
    public async Task A_late_video_is_stored_and_the_caller_told()
    {
        using var world = new GenerationWorld();
        world.Provider.Duration = TimeSpan.FromHours(7);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal((TaskState.Processing, TaskStage.Reconciling), ((await world.ReadAsync()).State, (await world.ReadAsync()).Stage));

        await world.AdvanceAsync(TimeSpan.FromHours(6));
        Assert.Equal((TaskState.Completed, 1), ((await world.ReadAsync()).State, world.CallerTold));
    }

    [Fact]
    public async Task A_task_is_given_up_only_after_the_providers_day_is_over()
    {
        using var world = new GenerationWorld();
        world.Provider.Duration = TimeSpan.FromDays(3);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(23.9));
        Assert.False((await world.ReadAsync()).IsTerminal);

        await world.AdvanceAsync(TimeSpan.FromMinutes(30));
        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Failed, FailureCodes.TimedOutWaiting, 1), (record.State, record.Failure!.Code, world.CallerTold));
        await AssertEndedAsync(world);
    }

    [Fact]
    public async Task An_unknown_task_is_believed_only_after_the_grace_and_three_times_in_a_row()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.OnLook = _ => new PollOutcome.NotFound();
        await world.StartAsync();
        await world.AdvanceAsync(30 * Second);
        Assert.False((await world.ReadAsync()).IsTerminal);

        var lookedInGrace = world.Provider.Looks;
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(FailureCodes.ProviderTaskLost, (await world.ReadAsync()).Failure!.Code);
        Assert.Equal(lookedInGrace + 3, world.Provider.Looks);
    }

    [Fact]
    public async Task Completed_without_a_link_is_no_success()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.OnLook = id => new PollOutcome.Found(world.Provider.TaskOf(id) with { State = TaskState.Completed, ResultUrls = [] });
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((FailureCodes.ProviderInvalidResponse, 5), ((await world.ReadAsync()).Failure?.Code, world.Provider.Looks));
    }

    [Fact]
    public async Task A_provider_that_is_down_for_ten_minutes_costs_nothing_but_time()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        var back = world.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        world.Provider.OnLook = _ => world.Clock.GetUtcNow() < back ? new PollOutcome.Unavailable("HTTP 503", 30 * Second) : null;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(12));

        Assert.Equal((TaskState.Completed, 1), ((await world.ReadAsync()).State, world.Provider.Paid));
        // Retry-After was honoured: thirty seconds apart while it was down.
        Assert.InRange(world.Provider.Looks, 19, 25);
    }

    [Fact]
    public async Task What_the_provider_failed_with_reaches_the_caller()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        var failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderCode = "OutputVideoSensitiveContentDetected" };
        world.Provider.OnLook = id => new PollOutcome.Found(world.Provider.TaskOf(id) with { State = TaskState.Failed, Failure = failure });
        await world.StartAsync();
        await world.AdvanceAsync(10 * Second);

        Assert.Equal(failure, (await world.ReadAsync()).Failure);
        Assert.Contains(failure.ProviderCode, System.Text.Encoding.UTF8.GetString(world.Web.Bodies[^1]), StringComparison.Ordinal);
    }

    private static async Task AssertEndedAsync(GenerationWorld world)
        => Assert.Equal(OrchestrationRuntimeStatus.Completed, (await world.Engine.GetAsync(world.Record.Id.ToString())).RuntimeStatus);
}
