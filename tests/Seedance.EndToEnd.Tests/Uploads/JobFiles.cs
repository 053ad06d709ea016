namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>A <c>*.job.json</c> is a whole request, or a list of them.</summary>
public sealed class JobFiles(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Fact]
    public async Task A_list_is_a_video_each_and_media_may_be_names_of_blobs()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("first one.png", UploadFolder.Picture);
        await folder.PutAsync("more/second.webp", Pictures.LosslessWebp(640, 480));
        var job = await PutJobAsync(folder, new JsonArray(
            Request(folder, "one", "first one.png"),
            Request(folder, "two", $"{folder.Path}/more/second.webp"),
            Request(folder, "three", "https://example.com/third.png")));

        await folder.DeliverAsync(job);
        await folder.DeliverAsync(job);

        var tasks = await folder.VideosAsync(3);
        Assert.Equal(3, tasks.Select(task => task.Upload!.Index).Distinct().Count());
        var paid = await folder.Service.Simulator.TasksAsync(folder.Ask.Token);
        Assert.EndsWith("/first%20one.png", Path(paid, "one"), StringComparison.Ordinal);
        Assert.EndsWith("/more/second.webp", Path(paid, "two"), StringComparison.Ordinal);
        Assert.Equal("https://example.com/third.png", Path(paid, "three"));
    }

    [Fact]
    public async Task All_requests_of_a_list_are_good_or_none_is_sent()
    {
        var folder = await UploadFolder.OpenAsync(app);
        var job =
            await PutJobAsync(folder, new JsonArray(folder.Ask.Body, new JsonObject { ["model"] = "no such model", ["prompt"] = "x" }));

        await folder.DeliverAsync(job);

        await folder.AssertRefusedAsync(job, "INVALID_MODEL");
    }

    [Theory]
    [InlineData("not JSON", "INVALID_JSON")]
    [InlineData("""{"model":"seedance-2.0-text-to-video","prompt":"x","durration":5}""", "UNKNOWN_PARAMETER")]
    public async Task What_is_no_request_is_refused(string text, string code)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var job = await folder.PutAsync("bad.job.json", Encoding.UTF8.GetBytes(text));

        await folder.DeliverAsync(job);

        await folder.AssertRefusedAsync(job, code);
    }

    [Fact]
    public async Task More_than_50_requests_are_refused()
    {
        var folder = await UploadFolder.OpenAsync(app);
        var job = await PutJobAsync(folder, new JsonArray([.. Enumerable.Range(0, 51).Select(_ => folder.Ask.Body)]));

        await folder.DeliverAsync(job);

        await folder.AssertRefusedAsync(job, "INVALID_BATCH_SIZE");
    }

    [Theory]
    [InlineData("missing.png", "MEDIA_NOT_FOUND")]
    [InlineData("text.png", "UNREADABLE_IMAGE")]
    [InlineData("beta/theirs.png", "MEDIA_NOT_FOUND")]
    [InlineData("../../beta/theirs.png", "INVALID_MEDIA_NAME")]
    public async Task Media_that_cannot_be_used_refuse_the_job(string name, string code)
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.PutAsync("text.png", "Only text"u8.ToArray());
        var theirs = await UploadFolder.OpenAsync(app, Callers.Beta);
        await theirs.PutAsync("theirs.png", UploadFolder.Picture);
        var job = await PutJobAsync(folder, Request(folder, "one", name.Replace("beta/", theirs.Path + "/", StringComparison.Ordinal)));

        await folder.DeliverAsync(job);

        await folder.AssertRefusedAsync(job, code);
    }

    private static JsonObject Request(UploadFolder folder, string number, string image) => new()
    {
        ["model"] = "seedance-2.0-image-to-video",
        ["prompt"] = $"{folder.Prompt} number {number}.",
        ["image_urls"] = new JsonArray(image),
    };

    private static Task<UploadedBlob> PutJobAsync(UploadFolder folder, JsonNode body)
        => folder.PutAsync("many.job.json", Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static string Path(IEnumerable<SimulatorTask> paid, string number)
    {
        var task = Assert.Single(paid, task => task.Prompt!.EndsWith($"number {number}.", StringComparison.Ordinal));
        return new Uri(task.Request.GetProperty("image_urls")[0].GetString()!).GetLeftPart(UriPartial.Path);
    }
}
