using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.SeedanceApi;

public class GetStatusTests
{
    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public GetStatusTests() => _doors = new FrontDoors(_service);

    [Theory]
    [InlineData(TaskState.Pending, TaskStage.Queued)]
    [InlineData(TaskState.Processing, TaskStage.Storing)]
    public async Task A_task_under_way_is_IN_PROGRESS(TaskState state, TaskStage stage)
    {
        var data = await DataAsync(Samples.Record with { State = state, Stage = stage });

        Assert.Equal("IN_PROGRESS", data.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("response").ValueKind);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("error_message").ValueKind);
        Assert.False(data.TryGetProperty("consumed_credits", out _));
    }

    [Fact]
    public async Task A_finished_task_is_SUCCESS_with_its_link()
    {
        var record = Samples.Record with
        {
            State = TaskState.Completed,
            Stage = TaskStage.Done,
            CreditsCharged = 28m,
            Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
        };
        var data = await DataAsync(record);

        Assert.Equal((record.Id.ToString(), "SUCCESS"), (data.GetProperty("task_id").GetString(), data.GetProperty("status").GetString()));
        Assert.Equal("28", data.GetProperty("consumed_credits").GetRawText());
        Assert.Equal("2026-03-01T12:00:00Z", data.GetProperty("created_at").GetString());
        Assert.StartsWith(
            $"https://videos.example.com/v1/videos/{record.Id}/content?sig=",
            Assert.Single(data.GetProperty("response").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("error_message").ValueKind);
    }

    [Fact]
    public async Task A_failed_task_says_why_in_one_text()
    {
        var data = await DataAsync(Samples.Record with
        {
            State = TaskState.Failed,
            Stage = TaskStage.Done,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "The output may contain it." },
        });

        Assert.Equal("FAILED", data.GetProperty("status").GetString());
        Assert.Equal(0, data.GetProperty("response").GetArrayLength());
        var text = data.GetProperty("error_message").GetString();
        Assert.StartsWith(FailureCodes.Describe(FailureCodes.ContentPolicyViolation).Message, text, StringComparison.Ordinal);
        Assert.EndsWith("The output may contain it.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_task_is_FAILED_and_says_so()
    {
        // A video that came after the cancel is kept, and the task stays cancelled.
        var data = await DataAsync(Samples.Record with
        {
            State = TaskState.Cancelled,
            Stage = TaskStage.Done,
            Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
        });

        Assert.Equal("FAILED", data.GetProperty("status").GetString());
        Assert.Equal(0, data.GetProperty("response").GetArrayLength());
        Assert.Equal("The task was cancelled.", data.GetProperty("error_message").GetString());
    }

    [Fact]
    public async Task The_request_is_echoed_in_the_vendor_s_names_and_types_without_where_to_tell()
    {
        var data = await DataAsync(Samples.Record with
        {
            Request = Samples.Request with
            {
                ImageUrls = ["https://example.com/a.jpg"],
                CallbackUrl = "https://caller.example.com/?secret=1",
            },
        });

        const string Echo =
            """
            {"prompt":"A fox in the snow","aspect_ratio":"16:9","resolution":"720p","duration":"5",
            "generate_audio":true,"fixed_lens":false,"image_urls":["https://example.com/a.jpg"]}
            """;
        Assert.Equal(Echo.ReplaceLineEndings(""), data.GetProperty("request").GetRawText());
    }

    [Fact]
    public async Task A_task_of_one_door_can_be_read_at_the_other()
    {
        var created = await _doors.CreateAsync("""{"model":"seedance-2.0","prompt":"A fox","video_urls":["https://example.com/a.mp4"]}""");
        var evolink = Http.JsonOf(created).GetProperty("id").GetString()!;
        var generated = await _doors.GenerateAsync("""{"prompt":"A fox","provider":"evolink"}""");
        var seedance = Http.JsonOf(generated).GetProperty("data").GetProperty("task_id").GetString()!;

        var data = Http.JsonOf(await _doors.GetStatusAsync($"?task_id={evolink}")).GetProperty("data");
        Assert.Equal("https://example.com/a.mp4", data.GetProperty("request").GetProperty("video_urls")[0].GetString());
        Assert.Equal("seedance-2.0-reference-to-video", data.GetProperty("model").GetString());
        Assert.Equal(seedance, Http.JsonOf(await _doors.GetTaskAsync(seedance)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("?task_id=seed15abc123def456pro")]
    [InlineData("?task_id=task-1772366400-0123456789abcdef")]
    [InlineData("?task_id=task-1772366400-0123456789abcdef&task_id=x")]
    public async Task An_unknown_task_is_TASK_NOT_FOUND(string query)
        => await AssertErrorAsync(query, HttpStatusCode.NotFound, "TASK_NOT_FOUND");

    [Fact]
    public async Task A_foreign_task_is_TASK_NOT_FOUND()
    {
        var record = await _service.AddAsync(Samples.Record with { Client = "stranger" });

        await AssertErrorAsync($"?task_id={record.Id}", HttpStatusCode.NotFound, "TASK_NOT_FOUND");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?task_id=")]
    [InlineData("?id=task-1772366400-0123456789abcdef")]
    public async Task A_missing_task_id_is_named(string query)
    {
        var json = await AssertErrorAsync(query, HttpStatusCode.BadRequest, "INVALID_PARAMETER");

        Assert.Equal("task_id", Assert.Single(json.GetProperty("errors").EnumerateArray()).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_shown()
    {
        var response = await _doors.GetStatusAsync(Http.Request("https://reached.example.com/v1/status", authorization: null));

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, FrontDoors.Header(response, "WWW-Authenticate")));
        Assert.Equal("INVALID_API_KEY", Http.JsonOf(response).GetProperty("message").GetString());
        Assert.Equal(0, _service.Table.Operations);
    }

    private async Task<JsonElement> AssertErrorAsync(string query, HttpStatusCode status, string code)
    {
        var response = await _doors.GetStatusAsync(query);
        Assert.Equal(status, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal(((int)status, code), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
        return json;
    }

    private async Task<JsonElement> DataAsync(TaskRecord record)
    {
        await _service.AddAsync(record);
        var response = await _doors.GetStatusAsync($"?task_id={record.Id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = Http.JsonOf(response);
        Assert.Equal((200, "success"), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
        return json.GetProperty("data");
    }
}
