namespace Seedance.Functions.Tests.Api;

public class DeliveriesTests : DoorTest
{
    private static readonly TaskRecord Told
        = Samples.Record with { CallbackUrl = "https://caller.example.com/hook?secret=1", State = TaskState.Completed };

    [Fact]
    public async Task The_list_ends_with_the_hundredth_attempt_and_says_so()
    {
        var record = await Service.AddAsync(Told);
        for (var attempt = 1; attempt <= 101; attempt++) await RecordAsync(record, attempt);
        await RecordAsync(Samples.Record, 102);

        var list = await CallAsync($"GET /v1/tasks/{record.Id}/deliveries").JsonAsync();

        Assert.Equal("true", list.Text("has_more"));
        Assert.Equal(Enumerable.Range(2, 100).Reverse().Select(attempt => $"{attempt}"), list.Texts("data", "attempt"));
    }

    [Theory]
    [InlineData(TaskState.Completed, OrchestrationRuntimeStatus.Completed, "started")]
    [InlineData(TaskState.Cancelled, null, "started")]
    [InlineData(TaskState.Completed, OrchestrationRuntimeStatus.Running, "woken")]
    public async Task Attempts_that_run_are_woken_and_others_are_started_again(
        TaskState state, OrchestrationRuntimeStatus? status, string action)
    {
        var record = await Service.AddAsync(Told with { State = state });
        await RecordAsync(record, 4);
        if (status is { } known) Orchestrations.Instances[$"{record.Id}-notify"] = known;

        Assert.Equal(action, await ResendAsync(record));

        Assert.Equal(
            action == "woken" ? [($"{record.Id}-notify", NotifyCaller.SendNow)] : [],
            Orchestrations.Raised.Select(each => (each.InstanceId, each.Name)));
        Assert.Equal(
            action == "woken" ? [] : [(nameof(NotifyCaller), new Notification(record.Client, record.Id, 4), $"{record.Id}-notify")],
            Orchestrations.ScheduledNotifications);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed, "started")]
    [InlineData(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Pending, "woken")]
    public async Task Attempts_that_end_or_start_at_that_very_moment_are_started_or_woken(
        OrchestrationRuntimeStatus before, OrchestrationRuntimeStatus after, string action)
    {
        var record = await Service.AddAsync(Told);
        Orchestrations.Instances[$"{record.Id}-notify"] = before;
        var refuse = () =>
        {
            Orchestrations.Instances[$"{record.Id}-notify"] = after;
            throw new InvalidOperationException("The instance has ended, or exists.");
        };
        if (action == "started") Orchestrations.OnRaise = refuse;
        else Orchestrations.OnSchedule = refuse;

        Assert.Equal(action, await ResendAsync(record));
    }

    [Fact]
    public async Task What_can_be_neither_started_nor_woken_is_unavailable()
    {
        var record = await Service.AddAsync(Told);
        Orchestrations.OnSchedule = () => throw new HttpRequestException("The task hub is out of reach.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync($"POST /v1/tasks/{record.Id}/deliveries")).StatusCode);
    }

    private async Task<string?> ResendAsync(TaskRecord record)
    {
        var json = await CallAsync($"POST /v1/tasks/{record.Id}/deliveries").JsonAsync();
        Assert.Equal(($"{record.Id}", $"msg_{record.Id}_{record.State.Word()}"), (json.Text("task_id"), json.Text("webhook_id")));
        return json.Text("action");
    }

    private Task RecordAsync(TaskRecord record, int attempt) => Service.Deliveries.RecordAsync(
        new Delivery(record.Client, record.Id, attempt, "msg", Samples.Now, DeliveryOutcome.Rejected, 500, TimeSpan.Zero),
        CancellationToken.None);
}
