using System.Web;

namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>A picture is uploaded, a video appears.</summary>
public sealed class PicturesUploaded(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("photo.jpg", Schema.CloudEvents)]
    [InlineData("photo.webp", Schema.EventGrid)]
    [InlineData("summer 50% off/photo & co é.PNG", Schema.EventGrid)]
    [InlineData("summer 50% off/photo & co é.PNG", Schema.CloudEvents)]
    public async Task A_picture_becomes_a_video_of_the_client_whose_folder_it_is(string file, Schema schema)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutAsync(file, Bytes(file), folder.PromptMetadata, ("duration", "6"), ("aspect_ratio", "1:1"));

        await folder.DeliverAsync(schema.EventOf(blob));

        var (task, paid) = await folder.OnlyVideoAsync();
        Assert.Equal(
            ("uploads", blob.Name, blob.ETag, null), (task.Upload!.Container, task.Upload.Blob, task.Upload.Etag, task.Upload.Index));
        await StoredVideos.AssertWholeAsync(task);
        Assert.Contains("image-to-video", paid.Model, StringComparison.Ordinal);
        Assert.Equal(folder.Prompt, paid.Prompt);
        Assert.Equal((6, "1:1"), (paid.Request.GetProperty("duration").GetInt32(), paid.Request.GetProperty("aspect_ratio").GetString()));
        Assert.Single(paid.Request.GetProperty("image_urls").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.GetAsync($"v1/tasks/{task.Id}", Callers.Beta.Key)).Status);
    }

    [Fact]
    public async Task The_provider_can_read_that_one_picture_and_do_nothing_else()
    {
        var folder = await UploadFolder.OpenAsync(app);
        var other = await folder.PutAsync("other.png", UploadFolder.Picture);
        await folder.DeliverAsync(await folder.PutPictureAsync());

        var (task, paid) = await folder.OnlyVideoAsync();
        var link = new Uri(paid.Request.GetProperty("image_urls")[0].GetString()!);
        Assert.Equal(UploadFolder.Picture, await Http.GetByteArrayAsync(link));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Put, link));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Delete, link));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Get, new Uri(other.Url.AbsoluteUri + link.Query)));
        Assert.False((await Http.GetAsync(new Uri(link.GetLeftPart(UriPartial.Path)))).IsSuccessStatusCode);

        // A day is as long as providers keep anything, and as long as the app looks for a late video.
        var signature = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal("r", signature["sp"]);
        Assert.True(DateTimeOffset.Parse(signature["se"]!, null) > TimeProvider.System.GetUtcNow().AddHours(24), signature["se"]);
        var shown = await folder.Service.GetAsync($"v1/tasks/{task.Id}?include=history");
        Assert.DoesNotContain(Uri.EscapeDataString(signature["sig"]!), shown.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(signature["sig"]!, shown.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callback_of_the_metadata_is_delivered()
    {
        await using var caller = await CallbackListener.StartAsync();
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutAsync(
            "photo.png", UploadFolder.Picture, folder.PromptMetadata, ("callback_url", Uri.EscapeDataString(caller.Url.AbsoluteUri)));

        await folder.DeliverAsync(blob);

        var delivery = (await caller.DeliveredAsync(1))[0];
        delivery.AssertGenuine();
        Assert.Equal((await folder.OnlyTaskAsync()).Id, delivery.Json.GetProperty("id").GetString());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpMethod method, Uri link)
    {
        using var request = new HttpRequestMessage(method, link);
        if (method == HttpMethod.Put)
        {
            request.Content = new ByteArrayContent([1]);
            request.Headers.Add("x-ms-blob-type", "BlockBlob");
        }
        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }

    private static byte[] Bytes(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".png" => Pictures.Png(640, 480),
        ".webp" => Pictures.LossyWebp(640, 480),
        // Its size lies behind the first 64 KiB.
        _ => Pictures.Jpeg(640, 480, Pictures.Progressive, Pictures.Exif(60_000), Pictures.Exif(60_000)),
    };
}
