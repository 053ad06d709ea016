using System.Net;
using System.Web;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class GetContentTests
{
    private const string WithKey = "Bearer " + Samples.ClientKey;

    private readonly FakeService _service = new();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_completed_task_redirects_to_a_link_that_dies_within_the_configured_minutes(string method)
    {
        var record = await _service.AddAsync(Completed);

        var response = await GetAsync(record.Id.ToString(), WithKey, method: method);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var link = new Uri(Assert.Single(response.Headers.GetValues("Location")));
        Assert.Equal(ObservedBlobs.Account + "/videos/studio/2026/03/01/x.mp4", link.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("2026-03-01T13:00:00Z", "r"), (query["se"], query["sp"]));
        Assert.Equal("no-store", Assert.Single(response.Headers.GetValues("Cache-Control")));
        Assert.Equal(0, Http.LengthOf(response));
    }

    [Fact]
    public async Task A_download_names_its_file()
    {
        var record = await _service.AddAsync(Completed with { Video = new StoredVideo("studio/2026/03/01/task-1-a.mp4", 12, "abc") });

        var response = await GetAsync(record.Id.ToString(), WithKey, "https://videos.example.com/?download=1");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var query = HttpUtility.ParseQueryString(new Uri(Assert.Single(response.Headers.GetValues("Location"))).Query);
        Assert.Equal("attachment; filename=\"task-1-a.mp4\"", query["rscd"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("1&download=1")]
    public async Task Another_download_is_refused_by_name(string value)
    {
        var record = await _service.AddAsync(Completed);

        var response = await GetAsync(record.Id.ToString(), WithKey, $"https://videos.example.com/?download={value}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var violation = Assert.Single(Http.JsonOf(response).GetProperty("error").GetProperty("errors").EnumerateArray());
        Assert.Equal("download", violation.GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_deleted_video_is_gone_for_the_key_and_for_the_link()
    {
        var record = await _service.AddAsync(Completed with { VideoDeletedAt = Samples.Now });

        foreach (var (authorization, url) in new[] { (WithKey, "https://videos.example.com/"), (null, _service.Links.To(record)) })
        {
            var response = await GetAsync(record.Id.ToString(), authorization, url);

            Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
            Assert.Equal("video_deleted", Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task A_result_link_opens_without_a_key()
    {
        var record = await _service.AddAsync(Completed);

        var response = await GetAsync(record.Id.ToString(), authorization: null, url: _service.Links.To(record));

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_signature_opens_no_other_task()
    {
        var record = await _service.AddAsync(Completed);
        var other = await _service.AddAsync(Completed);

        var response = await GetAsync(other.Id.ToString(), authorization: null, url: _service.Links.To(record));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("&n=2", "x-2.mp4")]
    [InlineData("&part=last_frame", "x-last.png")]
    public async Task A_link_to_another_part_opens_that_part(string part, string blob)
    {
        var record = await _service.AddAsync(Completed with
        {
            MoreVideos = [new StoredVideo("studio/2026/03/01/x-2.mp4", 12, "abc")],
            LastFrame = new StoredPicture("studio/2026/03/01/x-last.png", 12, "abc"),
        });

        var response = await GetAsync(record.Id.ToString(), authorization: null, url: _service.Links.To(record) + part);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Contains($"/{blob}?", Assert.Single(response.Headers.GetValues("Location")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&n=2")]
    [InlineData("&part=last_frame")]
    [InlineData("&part=other")]
    public async Task A_part_that_the_task_does_not_have_is_not_found(string part)
    {
        var record = await _service.AddAsync(Completed);

        var response = await GetAsync(record.Id.ToString(), authorization: null, url: _service.Links.To(record) + part);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("part_not_found", Http.JsonOf(response).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("c3R1ZGlv.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task A_forged_signature_opens_nothing(string signature)
    {
        var record = await _service.AddAsync(Completed);

        var response = await GetAsync(
            record.Id.ToString(), null, $"https://videos.example.com/v1/videos/{record.Id}/content?sig={signature}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Where_links_are_not_signed_every_link_asks_for_the_key()
    {
        var signed = _service.Links.To(await _service.AddAsync(Completed));
        var options = Samples.Options;
        options.SignedLinks = false;
        var service = new FakeService(options);
        var record = await service.AddAsync(Completed);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(service, record.Id.ToString(), null, signed)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await GetAsync(service, record.Id.ToString(), WithKey, service.Links.To(record))).StatusCode);
    }

    [Theory]
    [InlineData(TaskState.Pending, "pending")]
    [InlineData(TaskState.Processing, "processing")]
    [InlineData(TaskState.Failed, "failed")]
    [InlineData(TaskState.Cancelled, "cancelled")]
    public async Task A_task_without_a_video_is_a_conflict_that_says_how_the_task_is(TaskState state, string word)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state });

        var response = await GetAsync(record.Id.ToString(), WithKey);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal("video_not_ready", error.GetProperty("code").GetString());
        Assert.Contains(word, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_an_unknown_and_a_foreign_task_are_not_found()
    {
        var foreign = await _service.AddAsync(Completed with { Client = "stranger" });

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("x", WithKey)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(TaskId.New(Samples.Now).ToString(), WithKey)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(foreign.Id.ToString(), WithKey)).StatusCode);
    }

    private static TaskRecord Completed => Samples.Record with
    {
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    };

    private Task<HttpResponseMessage> GetAsync(
        string id, string? authorization, string url = "https://videos.example.com/", string method = "GET")
        => GetAsync(_service, id, authorization, url, method);

    private static Task<HttpResponseMessage> GetAsync(FakeService service, string id, string? authorization, string url, string method = "GET")
        => Http.SendAsync<GetContent>(
            Http.Request(url, method, authorization: authorization),
            http => new GetContent(service.Links, service.Records, service.Videos).RunAsync(http, id, CancellationToken.None),
            service.Options);
}
