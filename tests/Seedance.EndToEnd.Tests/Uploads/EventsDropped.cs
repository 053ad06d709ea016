namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>Events that are not about a new file of the uploads' container leave the queue, and nothing comes of them.</summary>
public sealed class EventsDropped(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Theory]
    [InlineData(Schema.EventGrid)]
    [InlineData(Schema.CloudEvents)]
    public async Task Nothing_comes_of_forged_events_and_no_address_in_them_is_called(Schema schema)
    {
        await using var listener = await CallbackListener.StartAsync();
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync();

        await folder.DeliverAsync(
            Forged(data => data["url"] = new Uri(listener.Url, blob.Url.AbsolutePath).AbsoluteUri),
            Forged(data => data["url"] = blob.Url.AbsoluteUri.Replace("/uploads/", "/videos/", StringComparison.Ordinal)),
            Forged(data => data["eTag"] = "0x8D4BCC2E4835CD0"),
            Forged(data => data["eTag"] = "0x1\r\nx-ms-range: bytes=0-0"),
            Forged(data => data.Parent!["subject"] = $"{data.Parent["subject"]}\u0000\n"),
            Forged(data => data.Parent!.AsObject().Clear()));

        await folder.AssertIgnoredAsync(blob);
        Assert.Empty(listener.Deliveries);

        JsonObject Forged(Action<JsonNode> forge)
        {
            var created = schema.EventOf(blob);
            forge(created["data"]!);
            return created;
        }
    }

    [Theory]
    [InlineData("photo.json")]
    [InlineData(".hidden.png")]
    [InlineData("alone.last.png")]
    public async Task Some_files_start_nothing_by_themselves(string file)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync(file);

        await folder.DeliverAsync(blob);

        await folder.AssertIgnoredAsync(blob);
    }

    [Fact]
    public async Task The_services_own_videos_and_metadata_start_nothing()
    {
        var folder = await UploadFolder.OpenAsync(app);
        await folder.DeliverAsync(await folder.PutPictureAsync());
        var (task, _) = await folder.OnlyVideoAsync();
        var text = await folder.PutAsync("text.png", "Only text"u8.ToArray());
        await folder.DeliverAsync(text);
        var container = await UploadContainer.OpenAsync(app.Storage, "videos");
        var video = await container.FindAsync(task.Video!.Blob) ?? throw new InvalidOperationException("The video is not there.");
        await folder.DeliverAsync(BlobCreated.EventGridEvent(video), BlobCreated.CloudEvent(video));
        await folder.DeliverAsync(await folder.PutAsync("marked.png", UploadFolder.Picture, folder.PromptMetadata, ("seedance", "video")));
        Assert.Equal(2, (await folder.TasksAsync()).Count);

        // No event is raised when metadata is written. Should one ever be, it ends there.
        var marked = await folder.FindAsync("text.png");
        Assert.NotEqual(text.ETag, marked!.ETag);
        await folder.DeliverAsync(marked);
        Assert.Equal(marked.ETag, (await folder.FindAsync("text.png"))!.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[null, 7, {}]")]
    public async Task A_message_that_is_no_event_leaves_the_queue(string text)
    {
        var queue = UploadEvents.Of(app.Storage);

        await UploadFolder.TakenAsync(await queue.SendAsync(text));

        Assert.DoesNotContain(text, await queue.PoisonAsync());
    }
}
