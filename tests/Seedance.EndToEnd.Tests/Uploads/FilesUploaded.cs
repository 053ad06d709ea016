using System.Web;

namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>A picture is uploaded, or a request that names pictures, and a video appears.</summary>
public sealed class FilesUploaded(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("photo.jpg", Schema.CloudEvents)]
    [InlineData("photo.webp", Schema.EventGrid)]
    [InlineData("summer 50% off/photo & co é.PNG", Schema.EventGrid)]
    [InlineData("summer 50% off/photo & co é.PNG", Schema.CloudEvents)]
    public async Task A_picture_becomes_a_video_of_the_client_whose_folder_it_is(string file, Schema schema)
    {
        await using var caller = await CallbackListener.StartAsync();
        var folder = await UploadFolder.OpenAsync(app);
        var callback = ("callback_url", Uri.EscapeDataString(caller.Url.AbsoluteUri));
        var blob = await folder.PutAsync(file, Bytes(file), folder.PromptMetadata, ("duration", "6"), ("aspect_ratio", "1:1"), callback);

        await folder.DeliverAsync(schema.EventOf(blob));

        var (task, paid) = await folder.OnlyVideoAsync();
        Assert.Equal(new TaskUpload("uploads", blob.Name, blob.ETag, null), task.Upload);
        await StoredVideos.AssertWholeAsync(task);
        await Invariants.AssertToldAsync(caller, task);
        Assert.Contains("image-to-video", paid.Model, StringComparison.Ordinal);
        Assert.Equal((folder.Prompt, "6", "1:1"), (paid.Prompt, Said(paid, "duration"), Said(paid, "aspect_ratio")));
        Assert.Single(paid.Request.GetProperty("image_urls").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Service.GetAsync($"v1/tasks/{task.Id}", Callers.Beta.Key)).Status);
    }

    [Fact]
    public async Task Metadata_comes_before_the_sidecar_the_folder_and_the_setting()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("portraits/photo.json", """{"prompt":"The sidecar's","aspect_ratio":"4:3","duration":7}"""u8.ToArray());
        var blob = await folder.PutAsync("portraits/photo.png", UploadFolder.Picture, folder.PromptMetadata, ("duration", "9"));

        await folder.DeliverAsync(blob);

        var (_, paid) = await folder.OnlyVideoAsync();
        Assert.Equal(
            (folder.Prompt, "9", "4:3", "480p"),
            (paid.Prompt, Said(paid, "duration"), Said(paid, "aspect_ratio"), Said(paid, "quality")));
    }

    [Theory]
    [InlineData("portraits/of 2026/photo.png", "What the folder says", "9:16")]
    [InlineData("portraits/closeups/photo.png", "What the other folder says", "9:16")]
    [InlineData("closeups/portraits/photo.png", "What the folder says", "9:16")]
    [InlineData("photo.png", "What the setting says", "16:9")]
    public async Task A_picture_without_options_gets_those_of_the_settings(string file, string prompt, string ratio)
    {
        var folder = await UploadFolder.OpenAsync(app);

        await folder.DeliverAsync(await folder.PutAsync(file, UploadFolder.Picture));

        var task = await app.Service.CompletedAsync((await folder.OnlyTaskAsync()).Id);
        var paid = app.Service.Simulator.GetTask(task.ProviderTaskId!);
        Assert.Equal((prompt, ratio, "480p"), (paid.Prompt, Said(paid, "aspect_ratio"), Said(paid, "quality")));
    }

    [Fact]
    public async Task A_list_of_requests_is_a_video_each_and_media_may_be_names_of_blobs()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("first one.png", UploadFolder.Picture);
        await folder.PutAsync("more/second.webp", Pictures.LosslessWebp(640, 480));
        string[] pictures = ["first one.png", $"{folder.Path}/more/second.webp", "https://example.com/third.png"];
        var list = new JsonArray([.. pictures.Select(picture => new JsonObject
        {
            ["model"] = "seedance-2.0-image-to-video",
            ["prompt"] = folder.Prompt,
            ["image_urls"] = new JsonArray(picture),
        })]);
        var job = await folder.PutAsync("many.job.json", Encoding.UTF8.GetBytes(list.ToJsonString()));

        await folder.DeliverAsync(job);
        await folder.DeliverAsync(job);

        var tasks = await folder.VideosAsync(3);
        var sent = tasks.OrderBy(task => task.Upload!.Index).Select(task => app.Service.Simulator.GetTask(task.ProviderTaskId!))
            .Select(paid => new Uri(paid.Request.GetProperty("image_urls")[0].GetString()!).GetLeftPart(UriPartial.Path));
        var home = $"/uploads/{folder.Path}";
        Assert.All(
            sent.Zip([$"{home}/first%20one.png", $"{home}/more/second.webp", "https://example.com/third.png"]),
            pair => Assert.EndsWith(pair.Second, pair.First, StringComparison.Ordinal));
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
        using var put = new ByteArrayContent([1]) { Headers = { { "x-ms-blob-type", "BlockBlob" } } };
        HttpResponseMessage[] refused =
        [
            await Http.PutAsync(link, put), await Http.DeleteAsync(link), await Http.GetAsync(new Uri(other.Url.AbsoluteUri + link.Query)),
        ];
        Assert.All(refused, response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.False((await Http.GetAsync(new Uri(link.GetLeftPart(UriPartial.Path)))).IsSuccessStatusCode);

        // A day is as long as providers keep anything, and as long as the app looks for a late video.
        var signature = HttpUtility.ParseQueryString(link.Query);
        Assert.True(DateTimeOffset.Parse(signature["se"]!, null) > TimeProvider.System.GetUtcNow().AddHours(24), signature["se"]);
        var shown = await app.Service.GetAsync($"v1/tasks/{task.Id}?include=history");
        Assert.DoesNotContain(Uri.EscapeDataString(signature["sig"]!), shown.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(signature["sig"]!, shown.Body, StringComparison.Ordinal);
    }

    private static string Said(SimulatorTask paid, string member) => paid.Request.GetProperty(member).ToString();

    private static byte[] Bytes(string file) => Path.GetExtension(file) switch
    {
        ".PNG" => Pictures.Png(640, 480),
        ".webp" => Pictures.LossyWebp(640, 480),
        // Its size lies behind the first 64 KiB.
        _ => Pictures.Jpeg(640, 480, Pictures.Progressive, Pictures.Exif(60_000), Pictures.Exif(60_000)),
    };
}
