using System.Net;
using System.Text.Json;
using System.Web;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class VideosTests
{
    private const string Second = "studio/2026/03/01/x-2.mp4";
    private const string Frame = "studio/2026/03/01/x-last.png";

    private readonly FakeService _service = new();
    private readonly FrontDoors _doors;

    public VideosTests() => _doors = new FrontDoors(_service);

    private static TaskRecord WithParts => Samples.Completed with
    {
        MoreVideos = [new StoredVideo(Second, 12, "abd")],
        LastFrame = new StoredPicture(Frame, 3, "abe"),
    };

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_completed_task_redirects_to_a_link_that_expires(string method)
    {
        var record = await _service.AddAsync(Samples.Completed);

        var response = await _doors.CallAsync($"{method} /v1/videos/{record.Id}/content");

        var link = LinkOf(response);
        Assert.Equal(ObservedBlobs.Account + "/videos/studio/2026/03/01/x.mp4", link.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("2026-03-01T13:00:00Z", "r", null), (query["se"], query["sp"], query["rscd"]));
        Assert.Equal(("no-store", 0), (response.Header("Cache-Control"), response.Bytes().Length));
    }

    [Fact]
    public async Task A_download_names_its_file()
    {
        var record = await _service.AddAsync(Samples.Completed with { Video = new StoredVideo("studio/2026/03/01/task-1-a.mp4", 12, "abc") });

        var response = await _doors.CallAsync($"GET /v1/videos/{record.Id}/content?download=1");

        Assert.Equal("attachment; filename=\"task-1-a.mp4\"", HttpUtility.ParseQueryString(LinkOf(response).Query)["rscd"]);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("1&download=1")]
    public async Task Another_download_is_refused_by_name(string value)
    {
        var record = await _service.AddAsync(Samples.Completed);

        var response = await _doors.CallAsync($"GET /v1/videos/{record.Id}/content?download={value}");

        Assert.Equal((HttpStatusCode.BadRequest, "download"), (response.StatusCode, response.Json().Text("error.errors.0.param")));
    }

    [Theory]
    [InlineData("", "x.mp4")]
    [InlineData("&n=1", "x.mp4")]
    [InlineData("&n=2", "x-2.mp4")]
    [InlineData("&part=last_frame", "x-last.png")]
    public async Task A_result_link_opens_each_part_without_a_key(string part, string blob)
    {
        var record = await _service.AddAsync(WithParts);

        var response = await _doors.CallAsync($"GET {_service.Links.To(record)}{part}", "", ("Authorization", null));

        Assert.EndsWith($"/{blob}", LinkOf(response).AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n=3")]
    [InlineData("n=0")]
    [InlineData("n=2&part=last_frame")]
    [InlineData("part=other")]
    public async Task A_part_that_the_task_does_not_have_is_not_found(string part)
    {
        var record = await _service.AddAsync(WithParts);

        var response = await _doors.CallAsync($"GET /v1/videos/{record.Id}/content?{part}");

        Assert.Equal((HttpStatusCode.NotFound, "part_not_found"), (response.StatusCode, response.Json().Text("error.code")));
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("c3R1ZGlv.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_forged_signature_or_another_tasks_opens_nothing(string? signature)
    {
        var record = await _service.AddAsync(Samples.Completed);
        signature ??= new Uri(_service.Links.To(await _service.AddAsync(Samples.Completed))).Query[5..];

        var response = await _doors.CallAsync($"GET /v1/videos/{record.Id}/content?sig={signature}", "", ("Authorization", null));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Where_links_are_not_signed_every_link_asks_for_the_key()
    {
        var options = Samples.Options;
        options.SignedLinks = false;
        var service = new FakeService(options);
        var record = await service.AddAsync(Samples.Completed);

        foreach (var link in new[] { _service.Links.To(record), service.Links.To(record) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await new FrontDoors(service).CallAsync($"GET {link}", "", ("Authorization", null))).StatusCode);
            Assert.Equal(HttpStatusCode.Found, (await new FrontDoors(service).CallAsync($"GET {link}")).StatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "/content", TaskState.Pending)]
    [InlineData("GET", "/content", TaskState.Processing)]
    [InlineData("GET", "/content", TaskState.Failed)]
    [InlineData("DELETE", "", TaskState.Pending)]
    [InlineData("DELETE", "", TaskState.Processing)]
    [InlineData("DELETE", "", TaskState.Cancelled)]
    public async Task A_task_without_a_video_is_a_conflict_that_says_how_the_task_is(string method, string path, TaskState state)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state });

        var response = await _doors.CallAsync($"{method} /v1/videos/{record.Id}{path}");

        Assert.Equal((HttpStatusCode.Conflict, "video_not_ready"), (response.StatusCode, response.Json().Text("error.code")));
        Assert.Contains(state.Word(), response.Json().Text("error.message"), StringComparison.Ordinal);
        Assert.Null((await _service.ReadAsync(record)).VideoDeletedAt);
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Cancelled)]
    public async Task A_delete_removes_every_blob_and_result_and_the_task_says_when(TaskState state)
    {
        var record = await AddAsync(WithParts with { State = state });

        var deleted = await DeleteAsync(record);

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Empty(_service.Blobs.Blobs);
        AssertDeleted(deleted.Json());
        AssertDeleted(await _doors.CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync());
        AssertDeleted((await _doors.CallAsync("GET /v1/tasks").JsonAsync()).GetProperty("data")[0]);
        Assert.Equal("the video was deleted", (await _service.ReadAsync(record)).History[^1].Reason);
        foreach (var link in new[] { $"/v1/videos/{record.Id}/content", _service.Links.To(record) })
        {
            var gone = await _doors.CallAsync($"GET {link}");
            Assert.Equal((HttpStatusCode.Gone, "video_deleted"), (gone.StatusCode, gone.Json().Text("error.code")));
        }
    }

    [Fact]
    public async Task A_deleted_video_stays_a_success_on_the_other_surface()
    {
        var record = await _service.AddAsync(Samples.Completed with { VideoDeletedAt = Samples.Now });

        var json = await _doors.CallAsync($"GET /v1/status?task_id={record.Id}").JsonAsync();

        Assert.Equal(("SUCCESS", "[]"), (json.Text("data.status"), json.Text("data.response")));
        Assert.Equal(
            ("The video was deleted.", "2026-03-01T12:00:00Z"), (json.Text("data.error_message"), json.Text("data.video_deleted_at")));
    }

    [Fact]
    public async Task A_second_delete_responds_the_same_and_changes_nothing()
    {
        var record = await AddAsync(WithParts);
        var first = (await DeleteAsync(record)).Json().GetRawText();
        var after = await _service.ReadAsync(record);
        _service.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, (await DeleteAsync(record)).Json().GetRawText());
        Assert.Equal(after.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task The_record_says_it_first_and_the_next_delete_removes_what_a_crash_left()
    {
        var record = await AddAsync(WithParts);
        var deletes = 0;
        _service.Blobs.BeforeDelete = _ => ++deletes == 2 ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await DeleteAsync(record)).StatusCode);
        Assert.Equal(2, _service.Blobs.Blobs.Count);
        AssertDeleted(await _doors.CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync());

        await DeleteAsync(record);

        Assert.Empty(_service.Blobs.Blobs);
    }

    [Fact]
    public async Task A_result_links_signature_deletes_nothing()
    {
        var record = await AddAsync(WithParts);
        var query = new Uri(_service.Links.To(record)).Query;

        var response = await _doors.CallAsync($"DELETE /v1/videos/{record.Id}{query}", "", ("Authorization", null));

        Assert.Equal((HttpStatusCode.Unauthorized, 3), (response.StatusCode, _service.Blobs.Blobs.Count));
    }

    private static Uri LinkOf(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return new Uri(response.Header("Location")!);
    }

    private Task<HttpResponseMessage> DeleteAsync(TaskRecord record) => _doors.CallAsync($"DELETE /v1/videos/{record.Id}");

    private async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        foreach (var blob in record.StoredBlobs) _service.Blobs.Put(blob, new byte[12], "abc");
        return await _service.AddAsync(record);
    }

    private static void AssertDeleted(JsonElement task)
    {
        Assert.Equal($"{Samples.Now.ToUnixTimeSeconds()}", task.Text("video_deleted_at"));
        Assert.All(["results", "result", "video", "last_frame_url"], member => Assert.Null(task.Text(member)));
    }
}
