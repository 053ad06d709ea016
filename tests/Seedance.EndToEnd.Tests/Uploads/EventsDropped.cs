namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>Events that are not about a new file of the uploads' container leave the queue, and nothing comes of them.</summary>
public sealed class EventsDropped(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    private static readonly (string Name, Action<JsonObject> Forge)[] Forgeries =
    [
        ("another container", created => Replace(created, "/uploads/", "/videos/")),
        ("another host", created => Replace(created["data"]!, "url", "127.0.0.1", "127.0.0.2")),
        ("a subject that climbs", created => Replace(created, "subject", "/blobs/", "/blobs/beta/../")),
        ("another event type", created => created[TypeOf(created)] = "Microsoft.Storage.BlobDeleted"),
        ("an ETag of another version", created => created["data"]!["eTag"] = "0x8D4BCC2E4835CD0"),
        ("an ETag of two lines", created => created["data"]!["eTag"] = "0x1\r\nx-ms-range: bytes=0-0"),
        ("a subject of control characters", created => created["subject"] = created["subject"]!.GetValue<string>() + "\u0000\n"),
        ("nothing at all", created => created.Clear()),
    ];

    public static TheoryData<string> Forged => [.. Forgeries.Select(forgery => forgery.Name)];

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Nothing_comes_of_a_forged_event(string name)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync();
        JsonObject[] events = [Schema.EventGrid.EventOf(blob), Schema.CloudEvents.EventOf(blob)];
        foreach (var created in events) Forgeries.Single(forgery => forgery.Name == name).Forge(created);

        await folder.DeliverAsync(events);

        await folder.AssertIgnoredAsync(blob);
    }

    [Fact]
    public async Task No_address_in_an_event_is_called()
    {
        await using var listener = await CallbackListener.StartAsync();
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync();
        var created = BlobCreated.EventGridEvent(blob);
        created["data"]!["url"] = new Uri(listener.Url, blob.Url.AbsolutePath).AbsoluteUri;

        await folder.DeliverAsync(created);

        await folder.AssertIgnoredAsync(blob);
        Assert.Empty(listener.Deliveries);
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
        Assert.Equal(2, (await folder.TasksAsync()).Count);

        // No event is raised when metadata is written. Should one ever be, it ends there.
        var marked = await folder.FindAsync("text.png");
        Assert.NotEqual(text.ETag, marked!.ETag);
        await folder.DeliverAsync(marked);
        Assert.Equal(marked.ETag, (await folder.FindAsync("text.png"))!.ETag);
        var before = (await folder.TasksAsync()).Count;
        await folder.DeliverAsync(await folder.PutAsync("marked.png", UploadFolder.Picture, folder.PromptMetadata, ("seedance", "video")));
        Assert.Equal(before, (await folder.TasksAsync()).Count);
    }

    public static TheoryData<string> NoEvents =>
    [
        "", "not JSON", "[null, 7, {}]",
        """{"eventType":"Microsoft.Storage.BlobCreated","subject":"\ud800","data":{}}""",
        """[{"eventType":"Microsoft.Storage.BlobCreated"},{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated"}]""",
        // As large as a message can be: 64 KiB of Base64.
        new string('x', 48 * 1024),
    ];

    [Theory]
    [MemberData(nameof(NoEvents))]
    public async Task A_message_that_is_no_event_leaves_the_queue(string text)
    {
        var queue = UploadEvents.Of(app.Storage);

        await UploadFolder.TakenAsync(await queue.SendAsync(text));

        Assert.DoesNotContain(text, await queue.PoisonAsync());
    }

    private static string TypeOf(JsonObject created) => created.ContainsKey("eventType") ? "eventType" : "type";

    private static void Replace(JsonObject created, string what, string with)
    {
        Replace(created, "subject", what.Trim('/'), with.Trim('/'));
        Replace(created["data"]!, "url", what, with);
    }

    private static void Replace(JsonNode node, string member, string what, string with)
    {
        var text = node[member]!.GetValue<string>();
        Assert.Contains(what, text, StringComparison.Ordinal);
        node[member] = text.Replace(what, with, StringComparison.Ordinal);
    }
}
