namespace Seedance.Functions.Tests.Api;

public class VideosTests : DoorTest
{
    private const string Folder = "studio/2026/03/01";

    private static TaskRecord WithParts => Samples.Completed with
    {
        MoreVideos = [new StoredVideo($"{Folder}/x-2.mp4", 12, "abd")],
        LastFrame = new StoredPicture($"{Folder}/x-last.png", 3, "abe"),
    };

    [Theory]
    [InlineData("/v1/videos/{0}/content?download=true", "download")]
    [InlineData("/v1/videos/{0}/content?download=1&download=1", "download")]
    [InlineData("/v1/tasks/{0}?include=histroy", "include")]
    public async Task A_wrong_parameter_is_refused_by_name(string path, string parameter)
    {
        var response = await CallAsync("GET " + string.Format(null, path, (await Service.AddAsync(Samples.Completed)).Id));

        Assert.Equal((HttpStatusCode.BadRequest, parameter), (response.StatusCode, response.Json().Text("error.errors.0.param")));
    }

    [Fact]
    public async Task A_result_link_opens_each_part_that_the_task_has_without_a_key_for_an_hour()
    {
        var link = Service.Links.To(await Service.AddAsync(WithParts));

        foreach (var (part, blob) in new[] { ("", "x.mp4"), ("&n=1", "x.mp4"), ("&n=2", "x-2.mp4"), ("&part=last_frame", "x-last.png") })
        {
            var response = await CallAsync($"GET {link}{part}", "", NoKey);
            Assert.Equal((HttpStatusCode.Found, "no-store"), (response.StatusCode, response.Header("Cache-Control")));
            Assert.Matches(
                $"^{ObservedBlobs.Account}/videos/{Folder}/{blob}\\?.*&st=2026-03-01T11%3A55%3A00Z&se=2026-03-01T13%3A00%3A00Z&",
                response.Header("Location"));
        }
        string[] unknown = ["n=3", "n=0", "n=-1", "n=%2B2", "n=2147483648", "n=", "n=2&part=last_frame", "part=LAST_FRAME", "part="];
        foreach (var part in unknown)
        {
            var response = await CallAsync($"GET {link}&{part}", "", NoKey);
            Assert.Equal((HttpStatusCode.NotFound, "part_not_found"), (response.StatusCode, response.Json().Text("error.code")));
        }
    }

    [Fact]
    public async Task A_forged_signature_or_another_tasks_opens_nothing()
    {
        var record = await Service.AddAsync(Samples.Completed);
        var other = new Uri(Service.Links.To(await Service.AddAsync(Samples.Completed))).Query[5..];

        foreach (var signature in new[] { other, "forged", "c3R1ZGlv.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "" })
        {
            var response = await CallAsync($"GET /v1/videos/{record.Id}/content?sig={signature}", "", NoKey);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Where_links_are_not_signed_every_link_asks_for_the_key()
    {
        var signed = new FakeService().Links;
        Service.Options.SignedLinks = false;
        var record = await Service.AddAsync(WithParts);
        var links = Service.Links.ToAll(record);

        Assert.Equal([$"https://videos.example.com/v1/videos/{record.Id}/content", links[0] + "?n=2"], links);
        Assert.Equal([signed.To(record), signed.To(record) + "&n=2"], signed.ToAll(record));
        foreach (var link in links.Concat(signed.ToAll(record)))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync($"GET {link}", "", NoKey)).StatusCode);
            Assert.Equal(HttpStatusCode.Found, (await CallAsync($"GET {link}")).StatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "/content", TaskState.Pending)]
    [InlineData("DELETE", "", TaskState.Processing)]
    [InlineData("DELETE", "", TaskState.Cancelled)]
    public async Task A_task_without_a_video_is_a_conflict_that_says_how_the_task_is(string method, string path, TaskState state)
    {
        var record = await Service.AddAsync(Samples.Record with { State = state });

        var response = await CallAsync($"{method} /v1/videos/{record.Id}{path}");

        Assert.Equal((HttpStatusCode.Conflict, "video_not_ready"), (response.StatusCode, response.Json().Text("error.code")));
        Assert.Contains(state.Word(), response.Json().Text("error.message"), StringComparison.Ordinal);
        Assert.Null((await Service.ReadAsync(record)).VideoDeletedAt);
    }

    [Fact]
    public async Task A_delete_removes_every_blob_and_the_task_says_when_and_a_second_changes_nothing()
    {
        var record = await AddAsync(WithParts with { State = TaskState.Cancelled });

        var deleted = await DeleteAsync(record);

        Assert.Equal((HttpStatusCode.OK, 0), (deleted.StatusCode, Service.Blobs.Blobs.Count));
        AssertDeleted(deleted.Json());
        AssertDeleted((await CallAsync("GET /v1/tasks").JsonAsync()).GetProperty("data")[0]);
        Assert.Equal(HttpStatusCode.Gone, (await CallAsync($"GET {Service.Links.To(record)}")).StatusCode);
        var after = await Service.ReadAsync(record);
        Assert.Equal("the video was deleted", after.History[^1].Reason);
        Service.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(deleted.Json().GetRawText(), (await DeleteAsync(record)).Json().GetRawText());
        Assert.Equal(after.ETag, (await Service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task The_record_says_it_first_and_the_next_delete_removes_what_a_crash_left()
    {
        var record = await AddAsync(WithParts);
        var deletes = 0;
        Service.Blobs.BeforeDelete = _ => ++deletes == 2 ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 2), ((await DeleteAsync(record)).StatusCode, Service.Blobs.Blobs.Count));
        AssertDeleted(await CallAsync($"GET /v1/tasks/{record.Id}").JsonAsync());

        await DeleteAsync(record);

        Assert.Empty(Service.Blobs.Blobs);
    }

    private Task<HttpResponseMessage> DeleteAsync(TaskRecord record) => CallAsync($"DELETE /v1/videos/{record.Id}");

    private async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        foreach (var blob in record.StoredBlobs) Service.Blobs.Put(blob, new byte[12], "abc");
        return await Service.AddAsync(record);
    }

    private static void AssertDeleted(JsonElement task)
    {
        Assert.Equal($"{Samples.Now.ToUnixTimeSeconds()}", task.Text("video_deleted_at"));
        Assert.All(["results", "result", "video", "last_frame_url"], member => Assert.Null(task.Text(member)));
    }
}
