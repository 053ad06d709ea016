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
    public async Task Attempts_are_listed_newest_first()
    {
        var record = await AddAsync();
        await RecordAsync(record, 0, 1, DeliveryOutcome.TimedOut, null);
        await RecordAsync(record, 0, 2, DeliveryOutcome.Rejected, 503);
        await _service.Deliveries.TryClaimRoundAsync(record.Client, record.Id, 1, Samples.Now, CancellationToken.None);
        await RecordAsync(record, 1, 1, DeliveryOutcome.Delivered, 204);
        await RecordAsync(await AddAsync(), 0, 1, DeliveryOutcome.Gone, 410);

        var answer = await ListAsync(record);

        Assert.False(answer.GetProperty("has_more").GetBoolean());
        Assert.Equal(
            ["1.1 delivered 204", "0.2 rejected 503", "0.1 timed_out "],
            answer.GetProperty("data").EnumerateArray().Select(each =>
                $"{each.GetProperty("round")}.{each.GetProperty("attempt")} {each.GetProperty("outcome").GetString()} "
                + (each.TryGetProperty("status", out var status) ? status.ToString() : "")));
        var one = answer.GetProperty("data")[0];
        Assert.Equal(
            ($"msg_{record.Id}_completed", Samples.Now, 12),
            (one.GetProperty("webhook_id").GetString(), one.GetProperty("at").GetDateTimeOffset(), one.GetProperty("duration_ms").GetInt64()));
        Assert.DoesNotContain("caller.example.com", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_ends_with_the_hundredth_attempt_and_says_so()
    {
        var record = await AddAsync();
        for (var attempt = 1; attempt <= 101; attempt++) await RecordAsync(record, 0, attempt, DeliveryOutcome.Rejected, 500);

        var answer = await ListAsync(record);

        Assert.True(answer.GetProperty("has_more").GetBoolean());
        Assert.Equal(
            Enumerable.Range(2, 100).Reverse(), answer.GetProperty("data").EnumerateArray().Select(each => each.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task A_task_that_nobody_is_to_be_told_of_has_no_attempts()
        => Assert.Empty((await ListAsync(await AddAsync(record => record with { CallbackUrl = null }))).GetProperty("data").EnumerateArray());

    [Fact]
    public async Task Both_are_for_the_task_s_own_client()
    {
        var id = (await AddAsync(record => record with { Client = "other" })).Id.ToString();
        var stranger = FrontDoors.Request($"/v1/tasks/{id}/deliveries", "POST");
        stranger.Headers.Remove("Authorization");

        Assert.Equal(HttpStatusCode.NotFound, (await _doors.ListDeliveriesAsync(id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _doors.ResendCallbackAsync(id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _doors.ResendCallbackAsync("task-x")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _doors.ListDeliveriesAsync(id, stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _doors.ResendCallbackAsync(id, stranger)).StatusCode);
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    [Theory]
    [InlineData(TaskState.Processing, true, "task_not_ended")]
    [InlineData(TaskState.Pending, true, "task_not_ended")]
    [InlineData(TaskState.Completed, false, "no_callback")]
    public async Task What_was_never_sent_cannot_be_sent_again(TaskState state, bool hasCallback, string code)
    {
        var record = await AddAsync(each => each with { State = state, CallbackUrl = hasCallback ? each.CallbackUrl : null });

        var response = await _doors.ResendCallbackAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(code, Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task What_is_over_is_begun_anew(TaskState state)
    {
        var record = await AddAsync(each => each with { State = state });
        await RecordAsync(record, 0, 1, DeliveryOutcome.Gone, 410);

        await AssertBegunAsync(record, 1);

        _doors.Orchestrations.Instances[$"{record.Id}-notify-1"] = OrchestrationRuntimeStatus.Completed;
        await RecordAsync(record, 1, 1, DeliveryOutcome.Delivered, 200);
        await AssertBegunAsync(record, 2);
    }

    [Fact]
    public async Task What_is_under_way_is_hastened()
    {
        var record = await AddAsync();
        await RecordAsync(record, 0, 1, DeliveryOutcome.Rejected, 500);
        _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Running;

        Assert.Equal("hastened", await ResendAsync(record));

        Assert.Equal(($"{record.Id}-notify", NotifyCaller.SendNow), (Assert.Single(_doors.Orchestrations.Raised).InstanceId, _doors.Orchestrations.Raised[0].Name));
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    [Fact]
    public async Task What_ends_while_it_is_to_be_hastened_is_begun_anew()
    {
        var record = await AddAsync();
        await RecordAsync(record, 0, 1, DeliveryOutcome.Rejected, 500);
        _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Running;
        _doors.Orchestrations.OnRaise = () =>
        {
            _doors.Orchestrations.Instances[$"{record.Id}-notify"] = OrchestrationRuntimeStatus.Completed;
            throw new InvalidOperationException("The instance has ended.");
        };

        await AssertBegunAsync(record, 1);
    }

    [Fact]
    public async Task A_round_that_was_claimed_and_never_begun_is_begun_by_whoever_asks_next()
    {
        var record = await AddAsync();
        _doors.Orchestrations.OnSchedule = () => throw new HttpRequestException("The task hub is out of reach.");
        var refused = await _doors.ResendCallbackAsync(record.Id.ToString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        _doors.Orchestrations.OnSchedule = () => { };

        await AssertBegunAsync(record, 1);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_begins_it()
    {
        var record = await AddAsync();
        var begun = new HashSet<string>();
        _doors.Orchestrations.OnSchedule = () =>
        {
            // As the task hub: an id that is running is refused.
            if (!begun.Add($"{record.Id}-notify-1")) throw new InvalidOperationException("It is running already.");
            _doors.Orchestrations.Instances[$"{record.Id}-notify-1"] = OrchestrationRuntimeStatus.Pending;
        };
        _service.DeliveryTable.Pause = async () => await Task.Yield();

        var actions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ResendAsync(record)));

        Assert.Equal(1, Assert.Single(_doors.Orchestrations.ScheduledNotifications).Input.Round);
        Assert.All(actions, action => Assert.Contains(action, new[] { "started", "hastened" }));
    }

    [Fact]
    public async Task A_task_whose_first_attempt_is_about_to_be_made_gets_no_second_one()
    {
        var record = await AddAsync();
        _doors.Orchestrations.Instances[record.Id.ToString()] = OrchestrationRuntimeStatus.Running;

        Assert.Equal("under_way", await ResendAsync(record));
        Assert.Empty(_doors.Orchestrations.ScheduledNotifications);
    }

    private async Task AssertBegunAsync(TaskRecord record, int round)
    {
        _doors.Orchestrations.ScheduledNotifications.Clear();
        Assert.Equal("started", await ResendAsync(record));
        Assert.Equal(
            (nameof(NotifyCaller), new Notification(record.Client, record.Id.ToString()) { Round = round }, $"{record.Id}-notify-{round}"),
            Assert.Single(_doors.Orchestrations.ScheduledNotifications));
    }

    private async Task<string?> ResendAsync(TaskRecord record)
    {
        var response = await _doors.ResendCallbackAsync(record.Id.ToString());
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = Http.JsonOf(response);
        Assert.Equal(
            (record.Id.ToString(), CallbackMessage.IdOf(record)),
            (answer.GetProperty("task_id").GetString(), answer.GetProperty("webhook_id").GetString()));
        return answer.GetProperty("action").GetString();
    }

    private async Task<JsonElement> ListAsync(TaskRecord record)
    {
        var response = await _doors.ListDeliveriesAsync(record.Id.ToString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Http.JsonOf(response);
    }

    private Task<TaskRecord> AddAsync(Func<TaskRecord, TaskRecord>? change = null)
    {
        var record = Samples.Record with
        {
            CallbackUrl = "https://caller.example.com/hook?secret=1",
            State = TaskState.Completed,
            Stage = TaskStage.Done,
        };
        return _service.AddAsync(change?.Invoke(record) ?? record);
    }

    private Task RecordAsync(TaskRecord record, int round, int attempt, DeliveryOutcome outcome, int? status)
        => _service.Deliveries.RecordAsync(
            new Delivery(
                record.Client, record.Id, round, attempt, CallbackMessage.IdOf(record), Samples.Now, outcome, status, TimeSpan.FromMilliseconds(12.7)),
            CancellationToken.None);
}
