using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class GetTaskTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task A_task_under_way_shows_how_far_it_is()
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
        });

        Assert.Equal(("processing", 40), (task.GetProperty("status").GetString(), task.GetProperty("progress").GetInt32()));
        Assert.Equal(("waiting", "webhook"), (task.GetProperty("stage").GetString(), task.GetProperty("woken_by").GetString()));
        Assert.Equal(("evolink", "cgt-1"), (task.GetProperty("provider").GetString(), task.GetProperty("provider_task_id").GetString()));
        Assert.Equal(9, task.GetProperty("updated").GetInt64() - task.GetProperty("created").GetInt64());
        Assert.Equal("2.50", task.GetProperty("usage").GetProperty("credits_reserved").GetRawText());
        Assert.True(task.GetProperty("task_info").GetProperty("can_cancel").GetBoolean());
        AssertAbsent(task, "results", "result", "error", "video", "warnings");
    }

    [Fact]
    public async Task A_completed_task_has_its_link_where_either_kind_of_client_reads_it()
    {
        var record = Completed;
        var task = await ShownAsync(record);

        var link = Assert.Single(task.GetProperty("results").EnumerateArray()).GetString();
        Assert.Equal(link, task.GetProperty("result").GetProperty("video_url").GetString());
        Assert.StartsWith($"https://videos.example.com/v1/videos/{record.Id}/content?sig=", link, StringComparison.Ordinal);
        Assert.Equal(("completed", 100), (task.GetProperty("status").GetString(), task.GetProperty("progress").GetInt32()));
        var video = task.GetProperty("video");
        Assert.Equal((12, "abc"), (video.GetProperty("bytes").GetInt64(), video.GetProperty("sha256").GetString()));
        Assert.False(task.GetProperty("task_info").GetProperty("can_cancel").GetBoolean());
        AssertAbsent(task, "error");
    }

    [Fact]
    public async Task Where_links_are_not_signed_they_carry_no_signature()
    {
        var options = Samples.Options;
        options.SignedLinks = false;
        var service = new FakeService(options);
        var record = await service.AddAsync(Completed);

        var task = Http.JsonOf(await GetAsync(service, record.Id.ToString()));

        Assert.Equal($"https://videos.example.com/v1/videos/{record.Id}/content", task.GetProperty("results")[0].GetString());
    }

    [Fact]
    public async Task A_failed_task_says_why_with_the_provider_s_own_words_beside_ours()
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

        Assert.Equal("failed", task.GetProperty("status").GetString());
        var error = task.GetProperty("error");
        Assert.Equal("content_policy_violation", error.GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal("output_audio", error.GetProperty("detail").GetString());
        Assert.Equal("OutputAudioSensitiveContentDetected", error.GetProperty("provider_code").GetString());
        Assert.Equal("The output audio may contain sensitive information.", error.GetProperty("provider_message").GetString());
        Assert.False(error.GetProperty("retryable").GetBoolean());
        AssertAbsent(task, "results", "result");
        AssertAbsent(error, "errors");
    }

    [Fact]
    public async Task A_cancelled_task_is_just_cancelled()
    {
        var task = await ShownAsync(Samples.Record with { State = TaskState.Cancelled, Stage = TaskStage.Done });

        Assert.Equal("cancelled", task.GetProperty("status").GetString());
        Assert.False(task.GetProperty("task_info").GetProperty("can_cancel").GetBoolean());
        AssertAbsent(task, "results", "result", "error");
    }

    [Fact]
    public async Task The_refusal_that_a_submit_has_noted_is_not_shown_before_the_task_has_failed()
        => AssertAbsent(await ShownAsync(Samples.Record with { Failure = TaskFailure.Of(FailureCodes.ProviderRejected) }), "error");

    [Theory]
    [InlineData("unknown")]
    [InlineData("task-1772366400-0123456789abcdef\n")]
    [InlineData("task-1772366400-0123456789abcdef")]
    public async Task An_id_that_is_no_task_s_is_not_found(string id) => AssertNotFound(await GetAsync(_service, id));

    [Fact]
    public async Task A_foreign_task_is_not_found_just_like_one_that_never_was()
    {
        var record = await _service.AddAsync(Samples.Record with { Client = "stranger" });

        AssertNotFound(await GetAsync(_service, record.Id.ToString()));
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_shown()
    {
        var record = await _service.AddAsync(Samples.Record);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(_service, record.Id.ToString(), "Bearer wrong")).StatusCode);
    }

    private static TaskRecord Completed => Samples.Record with
    {
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Progress = 80,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    };

    private static void AssertNotFound(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("task_not_found", Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
    }

    private static void AssertAbsent(JsonElement json, params string[] members)
        => Assert.All(members, member => Assert.False(json.TryGetProperty(member, out _), member));

    private async Task<JsonElement> ShownAsync(TaskRecord record)
    {
        await _service.AddAsync(record);
        var response = await GetAsync(_service, record.Id.ToString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Http.JsonOf(response);
    }

    private static Task<HttpResponseMessage> GetAsync(FakeService service, string id, string authorization = "Bearer " + Samples.ClientKey)
        => new FrontDoors(service).GetTaskAsync(id, Http.Request(authorization: authorization));
}
