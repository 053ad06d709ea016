namespace Seedance.Functions.Tests.Orchestrations;

public sealed class SubmittingTests
{
    [Fact]
    public async Task What_surely_was_not_sent_is_sent_again_with_backoff_and_paid_once()
    {
        using var world = new GenerationWorld();
        for (var i = 0; i < 6; i++) world.Provider.Fates.Enqueue(SubmitFate.NotSent);
        await world.StartAsync();
        Assert.Equal(1, world.Provider.Submits);

        await world.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal((7, 1, TaskState.Completed), (world.Provider.Submits, world.Provider.Paid, (await world.ReadAsync()).State));
    }

    [Fact]
    public async Task A_provider_that_is_out_of_reach_for_an_hour_fails_the_task_and_is_not_paid()
    {
        using var world = new GenerationWorld();
        for (var i = 0; i < 100; i++) world.Provider.Fates.Enqueue(SubmitFate.NotSent);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Failed, FailureCodes.ServiceUnavailable, 0), (record.State, record.Failure!.Code, world.Provider.Paid));
        Assert.True(record.Failure.Retryable);
    }

    [Fact]
    public async Task A_refusal_ends_the_task_at_once()
    {
        using var world = new GenerationWorld();
        world.Provider.Fates.Enqueue(SubmitFate.Rejected);
        await world.StartAsync();

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Failed, FailureCodes.ContentPolicyViolation, 1), (record.State, record.Failure!.Code, world.CallerTold));
    }

    [Fact]
    public async Task A_replay_waits_a_while_for_the_response_of_another_run()
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.Fates.Enqueue(SubmitFate.AnswerLost);
        await world.StartAsync();
        await world.Records.ChangeAsync(
            world.Record.Client, world.Record.Id, record => record with { ProviderTaskId = "provider-1" }, CancellationToken.None);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((1, 1, TaskState.Completed), (world.Provider.Submits, world.Provider.Paid, (await world.ReadAsync()).State));
    }

    [Theory]
    [InlineData(SubmitFate.RequestLost)]
    [InlineData(SubmitFate.AnswerLost)]
    public async Task An_ambiguous_submit_is_replayed_once_under_the_same_key(SubmitFate fate)
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.Fates.Enqueue(fate);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(5));

        var record = await world.ReadAsync();
        Assert.Equal(
            (2, 1, TaskState.Completed, true), (world.Provider.Submits, world.Provider.Paid, record.State, record.SubmitReplayed));
    }

    [Theory]
    [InlineData(SubmitFate.RequestLost)]
    [InlineData(SubmitFate.AnswerLost)]
    [InlineData(SubmitFate.NotSent)]
    [InlineData(SubmitFate.Rejected)]
    public async Task A_replay_that_settles_nothing_is_not_followed_by_another(SubmitFate replay)
    {
        using var world = new GenerationWorld(options => options.PublicBaseUrl = null);
        world.Provider.Fates.Enqueue(SubmitFate.AnswerLost);
        world.Provider.Fates.Enqueue(replay);
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        var record = await world.ReadAsync();
        Assert.Equal((2, 1, FailureCodes.SubmitOutcomeUnknown), (world.Provider.Submits, world.Provider.Paid, record.Failure!.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-task-nobody-knows")]
    public async Task Without_replayed_keys_and_a_webhook_that_names_it_a_lost_submit_stays_unknown(string? named)
    {
        using var world = new GenerationWorld();
        world.Provider.ReplaysIdempotencyKey = false;
        world.Provider.Fates.Enqueue(SubmitFate.RequestLost);
        await world.StartAsync();
        if (named is not null) await world.WebhookAsync(named);
        await world.AdvanceAsync(TimeSpan.FromMinutes(29));
        Assert.Equal((TaskState.Pending, TaskStage.Settling), ((await world.ReadAsync()).State, (await world.ReadAsync()).Stage));

        await world.AdvanceAsync(TimeSpan.FromMinutes(31));
        var record = await world.ReadAsync();
        Assert.Equal((1, 0, null), (world.Provider.Submits, world.Provider.Paid, record.ProviderTaskId));
        Assert.Equal((FailureCodes.SubmitOutcomeUnknown, 1), (record.Failure!.Code, world.CallerTold));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task A_webhook_is_adopted_even_when_the_provider_cannot_confirm_it_at_first(int vain, bool outOfReach)
    {
        PollOutcome notYet = outOfReach ? new PollOutcome.Unavailable("HTTP 503", null) : new PollOutcome.NotFound();
        using var world = new GenerationWorld();
        world.Provider.ReplaysIdempotencyKey = false;
        world.Provider.Fates.Enqueue(SubmitFate.AnswerLost);
        var looks = 0;
        world.Provider.OnLook = _ => ++looks <= vain ? notYet : null;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await world.WebhookAsync("provider-1");
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        var record = await world.ReadAsync();
        Assert.Equal((TaskState.Completed, "provider-1"), (record.State, record.ProviderTaskId));
        Assert.Equal((1, 1), (world.Provider.Submits, world.Provider.Paid));
    }

    [Fact]
    public async Task Activities_that_run_twice_pay_once_and_store_once()
    {
        using var world = new GenerationWorld();
        world.Deliveries.Usually = DeliveryFate.Repeated;
        await world.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal((1, TaskState.Completed, 1), (world.Provider.Paid, (await world.ReadAsync()).State, world.Blobs.Count));
    }
}
