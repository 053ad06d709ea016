using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

/// <summary>One task: as it is shown, when to ask again, and its cancel.</summary>
public class TasksTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public TasksTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task A_task_that_is_processed_shows_how_far_it_is()
    {
        var task = await ShownAsync(Samples.Record with
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

        var now = Samples.Now.ToUnixTimeSeconds();
        Assert.Equal(
            $$$"""
            {"id":"{{{task.Text("id")}}}","object":"video.generation.task","created":{{{now}}},"model":"seedance-2.0-text-to-video",
            "status":"processing","progress":40,"type":"video","task_info":{"can_cancel":true,"video_duration":5},
            "usage":{"billing_rule":"per_second","credits_reserved":2.50,"user_group":"default",
            "estimated_credits_from":6,"pricing_version":"evolink-2026-09-16"},
            "provider":"evolink","provider_task_id":"cgt-1","stage":"waiting","woken_by":"webhook","updated":{{{now + 9}}}}
            """.ReplaceLineEndings(""),
            task.GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_completed_task_has_its_link_where_either_kind_of_client_reads_it(bool isSigned)
    {
        var options = Samples.Options;
        options.SignedLinks = isSigned;
        var service = new FakeService(options);
        var record = await service.AddAsync(Samples.Completed);

        var task = await new FrontDoors(service).CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync();

        Assert.Matches($"^https://videos.example.com/v1/videos/{record.Id}/content{(isSigned ? @"\?sig=.+" : "")}$", task.Text("results.0"));
        Assert.Equal(task.Text("results.0"), task.Text("result.video_url"));
        Assert.Equal(("completed", "100", "false"), (task.Text("status"), task.Text("progress"), task.Text("task_info.can_cancel")));
        Assert.Equal("""{"blob":"studio/2026/03/01/x.mp4","bytes":12,"sha256":"abc"}""", task.Text("video"));
        AssertAbsent(task, "error", "last_frame_url", "results.1");
    }

    [Fact]
    public async Task A_failed_task_says_why_and_quotes_the_provider()
    {
        var task = await ShownAsync(Samples.Record with
        {
            State = TaskState.Failed,
            Stage = TaskStage.Done,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with
            {
                ProviderCode = "OutputAudioSensitiveContentDetected",
                ProviderMessage = "The output audio may contain sensitive information.",
                Detail = "output_audio",
            },
        });

        Assert.Equal("failed", task.Text("status"));
        Assert.Equal(
            """
            {"code":"content_policy_violation","message":"The content was refused by the provider's safety filters.",
            "type":"invalid_request_error","detail":"output_audio","provider_code":"OutputAudioSensitiveContentDetected",
            "provider_message":"The output audio may contain sensitive information.","retryable":false}
            """.ReplaceLineEndings(""),
            task.Text("error")!.Replace("\\u0027", "'", StringComparison.Ordinal));
        AssertAbsent(task, "results", "result");
    }

    [Fact]
    public async Task The_history_is_shown_on_request()
    {
        var record = await _service.AddAsync(Samples.Record.Move(TaskState.Processing, TaskStage.Submitting, "submitting", Samples.Now));

        var shown = await _doors.CallAsync($"GET /v1/tasks/{record.Id}?include=history").JsonAsync();
        var wrong = await _doors.CallAsync($"GET /v1/tasks/{record.Id}?include=histroy");

        Assert.Equal("""[{"at":"2026-03-01T12:00:00+00:00","status":"processing","stage":"submitting","reason":"submitting"}]""",
            shown.Text("history")!.Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "include"), (wrong.StatusCode, wrong.Json().Text("error.errors.0.param")));
    }

    [Theory]
    [InlineData("GET /v1/tasks/{0}")]
    [InlineData("GET /v1/tasks/{0}?include=history")]
    [InlineData("GET /v1/status?task_id={0}")]
    public async Task What_has_not_changed_is_a_304_without_a_body(string call)
    {
        var record = await _service.AddAsync(Samples.Record);
        call = string.Format(null, call, record.Id);
        var before = _service.Table.Operations;
        var tag = (await _doors.CallAsync(call)).Header("ETag");
        Assert.Equal(1, _service.Table.Operations - before);

        var same = await _doors.CallAsync(call, "", ("If-None-Match", tag));
        await _service.ChangeBehindTheirBackAsync(record, current => current.Move(TaskState.Failed, TaskStage.Done, "x", Samples.Now));
        var changed = await _doors.CallAsync(call, "", ("If-None-Match", tag));

        Assert.Equal((HttpStatusCode.NotModified, 0, tag), (same.StatusCode, same.Bytes().Length, same.Header("ETag")));
        Assert.Equal(("no-cache, private", "5"), (same.Header("Cache-Control"), same.Header("Retry-After")));
        Assert.Equal((HttpStatusCode.OK, false), (changed.StatusCode, changed.Header("ETag") == tag));
    }

    [Theory]
    [InlineData("W/{0}", true)]
    [InlineData("\"other\", {0}", true)]
    [InlineData("*", true)]
    [InlineData("\"other\"", false)]
    [InlineData("", false)]
    [InlineData("{0}x", false)]
    public async Task A_tag_counts_in_a_list_and_weak(string ifNoneMatch, bool known)
    {
        var call = $"GET /v1/tasks/{(await _service.AddAsync(Samples.Record)).Id}";
        var tag = (await _doors.CallAsync(call)).Header("ETag");

        var response = await _doors.CallAsync(call, "", ("If-None-Match", string.Format(null, ifNoneMatch, tag)));

        Assert.Equal(known ? HttpStatusCode.NotModified : HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(TaskStage.Queued, 3600, 3600, 5)]
    [InlineData(TaskStage.Submitting, 3600, 3600, 5)]
    [InlineData(TaskStage.Storing, 3600, 3600, 5)]
    [InlineData(TaskStage.Waiting, 0, 0, 5)]
    [InlineData(TaskStage.Waiting, 32, 2, 3)]
    [InlineData(TaskStage.Waiting, 20, 20, 1)]
    [InlineData(TaskStage.Waiting, 127, 7, 3)]
    [InlineData(TaskStage.Waiting, 1220, 20, 10)]
    [InlineData(TaskStage.Reconciling, 7300, 100, 500)]
    public async Task Without_webhooks_callers_ask_again_after_the_next_poll(TaskStage stage, int sinceSubmit, int sincePoll, int seconds)
    {
        _service.Options.PublicBaseUrl = null;
        var record = Waiting(sinceSubmit) with { Stage = stage, LastPolledAt = Samples.Now.AddSeconds(-sincePoll) };

        // Each task has an offset of its own, of up to a tenth of the interval.
        Assert.InRange(await SecondsAsync(record), seconds, ((seconds + sincePoll) * 11 / 10) - sincePoll + 1);
    }

    [Theory]
    [InlineData(30, 5)]
    [InlineData(120, 10)]
    [InlineData(1200, 30)]
    public async Task With_webhooks_the_rare_polls_do_not_count(int sinceSubmit, int seconds) => Assert.InRange(
        await SecondsAsync(Waiting(sinceSubmit) with { LastPolledAt = Samples.Now.AddSeconds(-1) }), seconds, (seconds * 11 / 10) + 1);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(40, 40)]
    public async Task The_settings_of_the_schedule_count(double poll, int seconds)
    {
        _service.Options.Waiting.PollSeconds = poll;

        Assert.Equal(seconds, await SecondsAsync(Samples.Record));
    }

    [Theory]
    [InlineData(TaskState.Pending, TaskStage.Queued)]
    [InlineData(TaskState.Processing, TaskStage.Waiting)]
    public async Task An_operation_that_runs_is_a_202_that_says_where_and_when_to_ask_again(TaskState state, TaskStage stage)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, Stage = stage });

        var response = await _doors.CallAsync($"GET /v1/operations/{record.Id}");

        Assert.Equal((HttpStatusCode.Accepted, state.Word()), (response.StatusCode, response.Json().Text("status")));
        Assert.Equal($"https://videos.example.com/v1/operations/{record.Id}", response.Header("Location"));
        Assert.InRange(int.Parse(response.Header("Retry-After")!), 1, 10);
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task An_operation_that_has_ended_is_a_200_with_the_task(TaskState state)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, Stage = TaskStage.Done });

        var response = await _doors.CallAsync($"GET /v1/operations/{record.Id}");

        Assert.Equal((HttpStatusCode.OK, record.Id.ToString()), (response.StatusCode, response.Json().Text("id")));
        Assert.Equal((null, null), (response.Header("Retry-After"), response.Header("Location")));
        Assert.Null((await _doors.CallAsync($"GET /v1/tasks/{record.Id}")).Header("Retry-After"));
    }

    [Theory]
    [InlineData(TaskState.Processing, HttpStatusCode.Accepted, 1)]
    [InlineData(TaskState.Cancelled, HttpStatusCode.OK, 0)]
    [InlineData(TaskState.Completed, HttpStatusCode.Conflict, 0)]
    public async Task A_cancel_wakes_a_workflow_that_runs(TaskState state, HttpStatusCode status, int raised)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state });

        Assert.Equal(status, (await _doors.CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);

        Assert.Equal(
            Enumerable.Repeat((record.Id.ToString(), "Cancel"), raised),
            _doors.Orchestrations.Raised.Select(each => (each.InstanceId, each.Name)));
    }

    [Fact]
    public async Task A_cancel_that_reaches_no_workflow_is_a_503()
    {
        var record = await _service.AddAsync(Samples.Record);
        _doors.Orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.CallAsync($"POST /v1/tasks/{record.Id}/cancel")).StatusCode);
    }

    private static TaskRecord Waiting(int sinceSubmit) => Samples.Record with
    {
        State = TaskState.Processing,
        Stage = TaskStage.Waiting,
        SubmittedAt = Samples.Now.AddSeconds(-sinceSubmit),
    };

    private async Task<int> SecondsAsync(TaskRecord record)
    {
        await _service.AddAsync(record);
        return int.Parse((await _doors.CallAsync($"GET /v1/tasks/{record.Id}")).Header("Retry-After")!);
    }

    private async Task<JsonElement> ShownAsync(TaskRecord record)
    {
        await _service.AddAsync(record);
        return await _doors.CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync();
    }

    private static void AssertAbsent(JsonElement json, params string[] members)
        => Assert.All(members, member => Assert.Null(json.Text(member)));
}
