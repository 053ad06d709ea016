using System.Net;
using System.Text.Json;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class DeleteVideoTests
{
    private const string Blob = "studio/2026/03/01/x.mp4";
    private const string Second = "studio/2026/03/01/x-2.mp4";
    private const string Frame = "studio/2026/03/01/x-last.jpg";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public DeleteVideoTests() => _doors = new FrontDoors(_service);

    [Fact]
    public async Task Every_blob_and_the_results_are_gone_and_the_task_says_when()
    {
        var record = await AddAsync(Completed);

        var response = await _doors.DeleteVideoAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_service.Blobs.Blobs);
        AssertDeleted(Http.JsonOf(response));
        AssertDeleted(Http.JsonOf(await _doors.GetTaskAsync(record.Id.ToString())));
        AssertDeleted(Http.JsonOf(await _doors.ListAsync("")).GetProperty("data")[0]);
        Assert.Equal("the video was deleted", (await _service.ReadAsync(record)).History[^1].Reason);
    }

    [Fact]
    public async Task A_second_delete_answers_the_same_and_changes_nothing()
    {
        var record = await AddAsync(Completed);
        var first = Http.JsonOf(await _doors.DeleteVideoAsync(record.Id.ToString())).GetRawText();
        var after = await _service.ReadAsync(record);
        _service.Time.Advance(TimeSpan.FromHours(1));

        var second = await _doors.DeleteVideoAsync(record.Id.ToString());

        Assert.Equal((HttpStatusCode.OK, first), (second.StatusCode, Http.JsonOf(second).GetRawText()));
        Assert.Equal(after.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task What_a_crash_left_behind_goes_with_the_next_delete()
    {
        var record = await AddAsync(Completed);
        var writes = 0;
        _service.Blobs.BeforeDelete = _ => ++writes == 2 ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _doors.DeleteVideoAsync(record.Id.ToString())).StatusCode);
        Assert.Equal([Second, Frame], _service.Blobs.Blobs.Keys.Order(StringComparer.Ordinal));
        AssertDeleted(Http.JsonOf(await _doors.GetTaskAsync(record.Id.ToString())));

        await _doors.DeleteVideoAsync(record.Id.ToString());

        Assert.Empty(_service.Blobs.Blobs);
    }

    [Fact]
    public async Task No_record_promises_a_video_that_is_gone()
    {
        var record = await AddAsync(Completed);
        TaskRecord? seen = null;
        _service.Blobs.BeforeDelete = async _ => seen ??= await _service.ReadAsync(record);

        await _doors.DeleteVideoAsync(record.Id.ToString());

        Assert.NotNull(seen?.VideoDeletedAt);
    }

    [Fact]
    public async Task The_video_of_a_cancelled_task_can_be_deleted()
    {
        var record = await AddAsync(Completed with { State = TaskState.Cancelled });

        Assert.Equal(HttpStatusCode.OK, (await _doors.DeleteVideoAsync(record.Id.ToString())).StatusCode);
        Assert.Empty(_service.Blobs.Blobs);
    }

    [Theory]
    [InlineData(TaskState.Pending, TaskStage.Queued, "pending")]
    [InlineData(TaskState.Processing, TaskStage.Storing, "processing")]
    [InlineData(TaskState.Failed, TaskStage.Done, "failed")]
    [InlineData(TaskState.Cancelled, TaskStage.Done, "cancelled")]
    public async Task A_task_without_a_video_is_a_conflict(TaskState state, TaskStage stage, string word)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, Stage = stage });

        var response = await _doors.DeleteVideoAsync(record.Id.ToString());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal("video_not_ready", error.GetProperty("code").GetString());
        Assert.Contains(word, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Null((await _service.ReadAsync(record)).VideoDeletedAt);
    }

    [Fact]
    public async Task A_result_link_s_signature_deletes_nothing()
    {
        var record = await AddAsync(Completed);

        var response = await _doors.DeleteVideoAsync(record.Id.ToString(), "Bearer wrong", new Uri(_service.Links.To(record)).Query);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(3, _service.Blobs.Blobs.Count);
    }

    [Fact]
    public async Task A_malformed_an_unknown_and_a_foreign_task_are_not_found()
    {
        var foreign = await AddAsync(Completed with { Client = "stranger" });

        foreach (var id in new[] { "x", TaskId.New(Samples.Now).ToString(), foreign.Id.ToString() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _doors.DeleteVideoAsync(id)).StatusCode);
        }
        Assert.Equal(3, _service.Blobs.Blobs.Count);
    }

    [Fact]
    public async Task At_the_other_door_it_stays_a_success_without_a_link()
    {
        var record = await AddAsync(Completed);
        await _doors.DeleteVideoAsync(record.Id.ToString());

        var data = Http.JsonOf(await _doors.GetStatusAsync($"?task_id={record.Id}")).GetProperty("data");

        Assert.Equal("SUCCESS", data.GetProperty("status").GetString());
        Assert.Equal(0, data.GetProperty("response").GetArrayLength());
        Assert.Equal("The video was deleted.", data.GetProperty("error_message").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", data.GetProperty("video_deleted_at").GetString());
    }

    private static TaskRecord Completed => Samples.Record with
    {
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Video = new StoredVideo(Blob, 12, "abc"),
        MoreVideos = [new StoredVideo(Second, 12, "abd")],
        LastFrame = new StoredPicture(Frame, 3, "abe"),
    };

    private async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        foreach (var blob in record.StoredBlobs) _service.Blobs.Put(blob, new byte[12], "abc");
        return await _service.AddAsync(record);
    }

    private static void AssertDeleted(JsonElement task)
    {
        Assert.Equal(Samples.Now.ToUnixTimeSeconds(), task.GetProperty("video_deleted_at").GetInt64());
        Assert.All(["results", "result", "video", "last_frame_url"], member => Assert.False(task.TryGetProperty(member, out _)));
    }
}
