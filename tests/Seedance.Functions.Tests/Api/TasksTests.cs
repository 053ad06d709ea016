namespace Seedance.Functions.Tests.Api;

/// <summary>One task: as it is shown, when to ask again, and its cancel.</summary>
public class TasksTests : DoorTest
{
    [Fact]
    public async Task A_task_that_is_processed_shows_how_far_it_is()
    {
        var record = await Service.AddAsync(Samples.Record with
        {
            State = TaskState.Processing,
            Stage = TaskStage.Waiting,
            Progress = 40,
            CreditsReserved = 2.50m,
            ProviderTaskId = Samples.ProviderTaskId,
            WokenBy = "webhook",
            UpdatedAt = Samples.Now.AddSeconds(9),
            Estimate = new TaskEstimate(6, null, "evolink-2026-09-16"),
            Failure = TaskFailure.Of(FailureCodes.ProviderRejected),
        });

        var task = await CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync();

        var now = Samples.Now.ToUnixTimeSeconds();
        Assert.Equal(
            $$$"""
            {"id":"{{{record.Id}}}","object":"video.generation.task","created":{{{now}}},"model":"seedance-2.0-text-to-video",
            "status":"processing","progress":40,"type":"video","task_info":{"can_cancel":true,"video_duration":5},
            "usage":{"billing_rule":"per_second","credits_reserved":2.50,"user_group":"default",
            "estimated_credits_from":6,"pricing_version":"evolink-2026-09-16"},
            "provider":"evolink","provider_task_id":"cgt-1","stage":"waiting","woken_by":"webhook","updated":{{{now + 9}}}}
            """.ReplaceLineEndings(""),
            task.GetRawText());
    }

    [Theory]
    [InlineData(TaskStage.Submitting, 3600, 3600, 5)]
    [InlineData(TaskStage.Storing, 3600, 3600, 5)]
    [InlineData(TaskStage.Waiting, 0, 0, 5)]
    [InlineData(TaskStage.Waiting, 32, 2, 3)]
    [InlineData(TaskStage.Waiting, 20, 20, 1)]
    [InlineData(TaskStage.Waiting, 1220, 20, 10)]
    [InlineData(TaskStage.Reconciling, 7300, 100, 500)]
    [InlineData(TaskStage.Waiting, 30, 1, 5, true)]
    [InlineData(TaskStage.Waiting, 120, 1, 10, true)]
    [InlineData(TaskStage.Waiting, 1200, 1, 30, true)]
    public async Task Callers_ask_again_after_the_next_poll_or_any_time_where_webhooks_are_on(
        TaskStage stage, int sinceSubmit, int sincePoll, int seconds, bool webhooks = false)
    {
        if (!webhooks) Service.Options.PublicBaseUrl = null;

        var record = await Service.AddAsync(Samples.Record with
        {
            State = TaskState.Processing,
            Stage = stage,
            SubmittedAt = Samples.Now.AddSeconds(-sinceSubmit),
            LastPolledAt = Samples.Now.AddSeconds(-sincePoll),
        });

        var after = int.Parse((await CallAsync($"GET /v1/tasks/{record.Id}")).Header("Retry-After")!);

        // Each task has an offset of its own, of up to a tenth of the interval.
        var passed = webhooks ? 0 : sincePoll;
        Assert.InRange(after, seconds, ((seconds + passed) * 11 / 10) - passed + 1);
    }

    [Theory]
    [InlineData(TaskState.Processing, HttpStatusCode.Accepted, 1)]
    [InlineData(TaskState.Cancelled, HttpStatusCode.OK, 0)]
    [InlineData(TaskState.Completed, HttpStatusCode.Conflict, 0)]
    public async Task A_cancel_wakes_a_workflow_that_runs(TaskState state, HttpStatusCode status, int raised)
    {
        var record = await Service.AddAsync(Samples.Record with { State = state });

        Assert.Equal(status, (await CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);

        Assert.Equal(
            Enumerable.Repeat((record.Id.ToString(), "Cancel"), raised),
            Orchestrations.Raised.Select(each => (each.InstanceId, each.Name)));
    }

    [Fact]
    public async Task A_cancel_that_reaches_no_workflow_is_a_503()
    {
        var record = await Service.AddAsync(Samples.Record);
        Orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);
    }
}
