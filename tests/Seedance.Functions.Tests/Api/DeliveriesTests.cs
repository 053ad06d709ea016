using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class DeliveriesTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public DeliveriesTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task Attempts_are_listed_newest_first_without_the_address()
    {
        var record = await AddAsync();
        await RecordAsync(record, 1, DeliveryOutcome.TimedOut, null);
        await RecordAsync(record, 2, DeliveryOutcome.Delivered, 204);
        await RecordAsync(await AddAsync(), 1, DeliveryOutcome.Gone, 410);

        var list = await ListAsync(record);

        Assert.False(list.GetProperty("has_more").GetBoolean());
        Assert.Equal(
            $$"""
            [{"webhook_id":"msg_{{record.Id}}_completed","attempt":2,"at":"2026-03-01T12:00:00+00:00","outcome":"delivered","status":204,"duration_ms":12},
            {"webhook_id":"msg_{{record.Id}}_completed","attempt":1,"at":"2026-03-01T12:00:00+00:00","outcome":"timed_out","duration_ms":12}]
            """.ReplaceLineEndings(""),
            list.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task The_list_ends_with_the_hundredth_attempt_and_says_so()
    {
        var record = await AddAsync();
        for (var attempt = 1; attempt <= 101; attempt++) await RecordAsync(record, attempt, DeliveryOutcome.Rejected, 500);

        var list = await ListAsync(record);

        Assert.True(list.GetProperty("has_more").GetBoolean());
        Assert.Equal(
            Enumerable.Range(2, 100).Reverse(), list.GetProperty("data").EnumerateArray().Select(each => each.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task Both_routes_are_for_the_task_s_own_client()
    {
        var id = (await AddAsync(record => record with { Client = "other" })).Id.ToString();
        var stranger = FrontDoors.Request($"/v1/tasks/{id}/deliveries", "POST");
        stranger.Headers.Remove("Authorization");

        Assert.Equal(HttpStatusCode.NotFound, (await _doors.ListDeliveriesAsync(id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _doors.ResendCallbackAsync(id)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _doors.ListDeliveriesAsync(id, stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _doors.ResendCallbackAsync(id, stranger)).StatusCode);
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    [Theory]
    [InlineData(TaskState.Processing, true, "task_not_ended")]
    [InlineData(TaskState.Completed, false, "no_callback")]
    public async Task What_was_never_delivered_cannot_be_delivered_again(TaskState state, bool hasCallback, string code)
    {
        var record = await AddAsync(each => each with { State = state, CallbackUrl = hasCallback ? each.CallbackUrl : null });

        var response = await _doors.ResendCallbackAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(code, Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
        Assert.Empty((await ListAsync(record)).GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData(TaskState.Completed, OrchestrationRuntimeStatus.Completed)]
    [InlineData(TaskState.Failed, OrchestrationRuntimeStatus.Failed)]
    [InlineData(TaskState.Cancelled, null)]
    public async Task Attempts_that_have_ended_or_are_missing_are_started_again(TaskState state, OrchestrationRuntimeStatus? status)
    {
        var record = await AddAsync(each => each with { State = state });
        await RecordAsync(record, 4, DeliveryOutcome.Gone, 410);
        if (status is { } ended) _doors.Orchestrations.Instances[$"{record.Id}-notify"] = ended;

        Assert.Equal("started", await ResendAsync(record));

        AssertStarted(record, attemptsBefore: 4);
    }

    [Fact]
    public async Task Attempts_that_run_are_woken()
    {
        var record = await AddAsync();
        _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Running;

        Assert.Equal("woken", await ResendAsync(record));

        var raised = Assert.Single(_doors.Orchestrations.Raised);
        Assert.Equal(($"{record.Id}-notify", NotifyCaller.SendNow), (raised.InstanceId, raised.Name));
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    [Fact]
    public async Task Attempts_that_end_before_they_are_woken_are_started_again()
    {
        var record = await AddAsync();
        _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Running;
        _doors.Orchestrations.OnRaise = () =>
        {
            _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Completed;
            throw new InvalidOperationException("The instance has ended.");
        };

        Assert.Equal("started", await ResendAsync(record));

        AssertStarted(record, attemptsBefore: 0);
    }

    [Fact]
    public async Task Attempts_that_another_request_starts_first_are_woken()
    {
        var record = await AddAsync();
        _doors.Orchestrations.OnSchedule = () =>
        {
            _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Pending;
            throw new InvalidOperationException("The instance exists.");
        };

        Assert.Equal("woken", await ResendAsync(record));
    }

    [Fact]
    public async Task What_can_be_neither_started_nor_woken_is_unavailable()
    {
        _doors.Orchestrations.OnSchedule = () => throw new HttpRequestException("The task hub is out of reach.");

        var response = await _doors.ResendCallbackAsync((await AddAsync()).Id.ToString());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private void AssertStarted(TaskRecord record, int attemptsBefore) => Assert.Equal(
        (nameof(NotifyCaller), new Notification(record.Client, record.Id, attemptsBefore), $"{record.Id}-notify"),
        Assert.Single(_doors.Orchestrations.ScheduledNotifications));

    private async Task<string?> ResendAsync(TaskRecord record)
    {
        var response = await _doors.ResendCallbackAsync(record.Id.ToString());
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal(
            (record.Id.ToString(), $"msg_{record.Id}_{record.State.Word()}"),
            (json.GetProperty("task_id").GetString(), json.GetProperty("webhook_id").GetString()));
        return json.GetProperty("action").GetString();
    }

    private async Task<JsonElement> ListAsync(TaskRecord record)
    {
        var response = await _doors.ListDeliveriesAsync(record.Id.ToString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Http.JsonOf(response);
    }

    private Task<TaskRecord> AddAsync(Func<TaskRecord, TaskRecord>? change = null)
    {
        var record = Samples.Record with { CallbackUrl = "https://caller.example.com/hook?secret=1", State = TaskState.Completed };
        return _service.AddAsync(change?.Invoke(record) ?? record);
    }

    private Task RecordAsync(TaskRecord record, int attempt, DeliveryOutcome outcome, int? status) => _service.Deliveries.RecordAsync(
        new Delivery(
            record.Client, record.Id, attempt, $"msg_{record.Id}_completed", Samples.Now, outcome, status, TimeSpan.FromMilliseconds(12.7)),
        CancellationToken.None);
}
