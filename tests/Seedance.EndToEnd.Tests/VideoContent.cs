namespace Seedance.EndToEnd.Tests;

/// <summary>What the links of stored videos give, from the storage that they lead to; and what once a video was deleted.</summary>
public sealed class VideoContent(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly HttpClient Storage = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Storage_serves_ranges_type_and_name_behind_the_link_and_the_app_no_byte()
    {
        var task = await CompletedAsync();

        var (response, storage) = await RedirectAsync(task, HttpMethod.Get, "", ("Range", "bytes=4-7"));
        var (_, inline) = await RedirectAsync(task, HttpMethod.Head);
        var (_, download) = await RedirectAsync(task, HttpMethod.Get, "&download=1");

        Assert.Equal("", response.Body);
        Assert.NotEqual(app.Service.BaseUrl.Authority, storage.Authority);
        using var first = await FetchAsync(HttpMethod.Get, storage, new RangeHeaderValue(4, 7));
        Assert.Equal((HttpStatusCode.PartialContent, "ftyp"), (first.StatusCode, await first.Content.ReadAsStringAsync()));
        Assert.Equal($"bytes 4-7/{task.Video!.Bytes}", first.Content.Headers.ContentRange!.ToString());
        using var head = await FetchAsync(HttpMethod.Head, inline);
        Assert.Equal((task.Video.Bytes, "video/mp4"), (head.Content.Headers.ContentLength, head.Content.Headers.ContentType!.MediaType));
        Assert.Equal("inline", head.Content.Headers.ContentDisposition!.DispositionType);
        using var saved = await FetchAsync(HttpMethod.Get, download);
        Assert.Equal($"attachment; filename=\"{task.Id}.mp4\"", saved.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(task.Video.Bytes, (await saved.Content.ReadAsByteArrayAsync()).LongLength);
    }

    [Fact]
    public async Task A_video_opens_by_its_link_alone_and_by_its_client_s_key_alone()
    {
        var task = await CompletedAsync();
        var (path, link) = ($"v1/videos/{task.Id}/content", new Uri(task.Results![0]).PathAndQuery);
        var at = link.Length - 20;
        var altered = link[..at] + (link[at] == 'A' ? 'B' : 'A') + link[(at + 1)..];

        Assert.Equal(HttpStatusCode.Found, (await app.Service.SendAsync(HttpMethod.Get, link)).Status);
        Assert.Equal(HttpStatusCode.Found, (await app.Service.GetAsync(path)).Status);
        foreach (var refused in new[] { path, link[..^8], altered })
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Service.SendAsync(HttpMethod.Get, refused)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.GetAsync(path, Callers.Beta.Key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.CancelAsync(task.Id, Callers.Beta.Key)).Status);
    }

    [Fact]
    public async Task Each_of_several_results_and_a_last_frame_that_is_offered_have_links_of_their_own()
    {
        var two = await app.Service.CompletedAsync(Ask.With(
            Ask.SeedanceApi,
            """poll.body text={"code":200,"data":{"task_id":"$ID","status":"SUCCESS","response":["$LINK","$LINK&copy=2"]}}"""));
        var framed = await app.Service.CompletedAsync(Ask.With(
            Ask.EvoLink, """poll.body text={"id":"$ID","status":"completed","results":["$LINK"],"last_frame_url":"$FRAME"}"""));

        Assert.Equal((2, two.Results![0]), (two.Results.Count, two.Result!.VideoUrl));
        await StoredVideos.AssertWholeAsync(two with { Results = [two.Results[0]] });
        Assert.NotEqual(
            await StoredVideos.ReadAsync(two.Results[0], "video/mp4"), await StoredVideos.ReadAsync(two.Results[1], "video/mp4"));
        await StoredVideos.AssertWholeAsync(framed);
        Assert.Equal([0x89, .. "PNG"u8], (await StoredVideos.ReadAsync(framed.LastFrameUrl!, "image/png"))[..4]);
    }

    [Fact]
    public async Task A_deleted_video_is_gone_from_storage_too_and_its_task_says_so()
    {
        var task = await CompletedAsync();
        var (_, storage) = await RedirectAsync(task, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.Unauthorized, (await DeleteAsync(task.Id + new Uri(task.Results![0]).Query, null)).Status);
        await StoredVideos.AssertWholeAsync(task);

        var response = await DeleteAsync(task.Id, Callers.Alpha.Key);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(("completed", null, null), (response.Task.Status, response.Task.Results, response.Task.Video));
        Assert.Equal(response.Body, (await app.Service.GetAsync($"v1/tasks/{task.Id}")).Body);
        using var gone = await FetchAsync(HttpMethod.Get, storage);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        var status = await app.Service.GetAsync($"v1/status?task_id={task.Id}");
        // A client that reads a failure sends the request again, and pays again.
        Assert.Equal(
            ("SUCCESS", "The video was deleted."),
            (status.Data.GetProperty("status").GetString(), status.Data.GetProperty("error_message").GetString()));
    }

    private Task<TaskView> CompletedAsync() => app.Service.CompletedAsync(new Ask(Ask.EvoLink));

    private async Task<(Response Response, Uri Storage)> RedirectAsync(
        TaskView task, HttpMethod method, string query = "", params (string Name, string Value)[] headers)
    {
        var response = await app.Service.SendAsync(method, new Uri(task.Results![0]).PathAndQuery + query, headers: headers);
        Assert.Equal(HttpStatusCode.Found, response.Status);
        return (response, response.Headers.Location!);
    }

    private Task<Response> DeleteAsync(string id, string? key) => app.Service.SendAsync(HttpMethod.Delete, $"v1/videos/{id}", key: key);

    private static Task<HttpResponseMessage> FetchAsync(HttpMethod method, Uri url, RangeHeaderValue? range = null)
        => Storage.SendAsync(new HttpRequestMessage(method, url) { Headers = { Range = range } });
}
