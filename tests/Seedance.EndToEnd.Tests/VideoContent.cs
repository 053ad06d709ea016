using System.Net.Http.Headers;
using System.Web;

namespace Seedance.EndToEnd.Tests;

/// <summary>What a stored video's link gives, from the storage that it leads to; and what it gives once the video was deleted.</summary>
public sealed class VideoContent(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly HttpClient Storage = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Storage_serves_ranges_behind_the_link_and_the_app_no_byte()
    {
        var task = await CompletedAsync();

        var (response, storage) = await RedirectAsync(task, HttpMethod.Get, "", ("Range", "bytes=4-7"));

        Assert.Equal("", response.Body);
        Assert.NotEqual(app.Service.BaseUrl.Authority, storage.Authority);
        using var first = await FetchAsync(HttpMethod.Get, storage, new RangeHeaderValue(4, 7));
        Assert.Equal((HttpStatusCode.PartialContent, "ftyp"), (first.StatusCode, await first.Content.ReadAsStringAsync()));
        Assert.Equal($"bytes 4-7/{task.Video!.Bytes}", first.Content.Headers.ContentRange!.ToString());
        using var last = await FetchAsync(HttpMethod.Get, storage, new RangeHeaderValue(task.Video.Bytes - 100, null));
        Assert.Equal((HttpStatusCode.PartialContent, 100L), (last.StatusCode, last.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Storage_tells_length_type_and_the_name_of_a_download()
    {
        var task = await CompletedAsync();

        var (_, inline) = await RedirectAsync(task, HttpMethod.Head);
        var (_, download) = await RedirectAsync(task, HttpMethod.Get, "&download=1");

        using var head = await FetchAsync(HttpMethod.Head, inline);
        Assert.Equal((task.Video!.Bytes, "video/mp4"), (head.Content.Headers.ContentLength, head.Content.Headers.ContentType!.MediaType));
        Assert.Equal("inline", head.Content.Headers.ContentDisposition!.DispositionType);
        using var saved = await FetchAsync(HttpMethod.Get, download);
        Assert.Equal($"attachment; filename=\"{task.Id}.mp4\"", saved.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(task.Video.Bytes, (await saved.Content.ReadAsByteArrayAsync()).LongLength);
    }

    [Fact]
    public async Task The_link_to_storage_reads_that_one_blob_and_nothing_else()
    {
        var (task, other) = (await CompletedAsync(), await CompletedAsync());
        var (_, storage) = await RedirectAsync(task, HttpMethod.Get);

        var query = HttpUtility.ParseQueryString(storage.Query);
        Assert.Equal(("b", "r"), (query["sr"], query["sp"]));
        using var put = new HttpRequestMessage(HttpMethod.Put, storage) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("other")) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var written = await Storage.SendAsync(put);
        using var deleted = await FetchAsync(HttpMethod.Delete, storage);
        using var foreign =
            await FetchAsync(HttpMethod.Get, new Uri(storage.AbsoluteUri.Replace(task.Id, other.Id, StringComparison.Ordinal)));
        Assert.All([written, deleted, foreign], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        await StoredVideos.AssertWholeAsync(task);
    }

    [Fact]
    public async Task A_deleted_video_is_gone_everywhere_and_its_task_says_so()
    {
        var task = await CompletedAsync();
        var (_, storage) = await RedirectAsync(task, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(task.Id, Callers.Beta.Key)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await DeleteAsync(task.Id + new Uri(task.Results![0]).Query, null)).Status);
        await StoredVideos.AssertWholeAsync(task);

        var response = await DeleteAsync(task.Id, Callers.Alpha.Key);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(("completed", null, null), (response.Task.Status, response.Task.Results, response.Task.Video));
        Assert.Equal(response.Body, (await DeleteAsync(task.Id, Callers.Alpha.Key)).Body);
        Assert.Equal(response.Body, (await app.Service.GetAsync($"v1/tasks/{task.Id}")).Body);
        using var gone = await FetchAsync(HttpMethod.Get, storage);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        var content = await app.Service.SendAsync(HttpMethod.Get, new Uri(task.Results[0]).PathAndQuery);
        Assert.Equal((HttpStatusCode.Gone, "video_deleted"), (content.Status, content.Error.Code));
        var head = await app.Service.SendAsync(HttpMethod.Head, new Uri(task.Results[0]).PathAndQuery);
        Assert.Equal(HttpStatusCode.Gone, head.Status);
        var status = await app.Service.GetAsync($"v1/status?task_id={task.Id}");
        Assert.Equal("The video was deleted.", status.Root.GetProperty("data").GetProperty("error_message").GetString());
    }

    private async Task<TaskView> CompletedAsync()
        => await app.Service.CompletedAsync(new Ask(Ask.EvoLink));

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
