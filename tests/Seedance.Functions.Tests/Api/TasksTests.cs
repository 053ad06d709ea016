namespace Seedance.Functions.Tests.Api;

public class TasksTests : DoorTest
{
    [Theory]
    [InlineData(TaskStage.Submitting, 3600, 3600, 5)]
    [InlineData(TaskStage.Storing, 3600, 3600, 5)]
    [InlineData(TaskStage.Waiting, 32, 2, 3)]
    [InlineData(TaskStage.Waiting, 20, 20, 1)]
    [InlineData(TaskStage.Reconciling, 7300, 100, 500)]
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
    [InlineData(TaskState.Cancelled, HttpStatusCode.OK)]
    [InlineData(TaskState.Completed, HttpStatusCode.Conflict)]
    public async Task A_cancel_wakes_no_workflow_that_has_ended(TaskState state, HttpStatusCode status)
    {
        var record = await Service.AddAsync(Samples.Record with { State = state });

        Assert.Equal(status, (await CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);

        Assert.Empty(Orchestrations.Raised);
    }

    [Fact]
    public async Task A_cancel_that_reaches_no_workflow_is_a_503()
    {
        var record = await Service.AddAsync(Samples.Record);
        Orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);
    }
}
