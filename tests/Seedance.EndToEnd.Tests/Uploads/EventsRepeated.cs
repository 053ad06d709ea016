namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>One upload is one video, however its events are repeated, put together and reordered.</summary>
public sealed class EventsRepeated(AppThatPolls app) : IClassFixture<AppThatPolls>
{
    [Fact]
    public async Task Twenty_deliveries_at_once_in_both_schemas_and_a_late_one_are_one_video()
    {
        var folder = await UploadFolder.OpenAsync(app);
        var blob = await folder.PutPictureAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => folder.DeliverAsync(
            number % 2 == 0 ? BlobCreated.EventGridEvent(blob) : BlobCreated.CloudEvent(blob))));

        var (task, _) = await folder.OnlyVideoAsync();
        await folder.DeliverAsync(blob);
        Assert.Equal(task.Id, (await folder.OnlyVideoAsync()).Task.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_content_is_a_second_video_unless_it_comes_before_the_first_event(bool inOrder)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var first = await folder.PutPictureAsync();
        if (inOrder) await folder.DeliverAsync(first);
        if (inOrder) await folder.OnlyVideoAsync();

        var second = await folder.PutAsync("picture.png", Pictures.Png(800, 600), folder.PromptMetadata);
        await folder.DeliverAsync(BlobCreated.CloudEvent(second), BlobCreated.CloudEvent(first));
        await folder.DeliverAsync(first);

        var tasks = await folder.VideosAsync(inOrder ? 2 : 1);
        Assert.Equal(inOrder ? [second.ETag, first.ETag] : [second.ETag], tasks.Select(task => task.Upload!.Etag));
    }

    [Theory]
    [InlineData(Schema.EventGrid)]
    [InlineData(Schema.CloudEvents)]
    public async Task Bad_events_in_a_list_neither_block_nor_repeat_the_good_ones(Schema schema)
    {
        var folder = await UploadFolder.OpenAsync(app);
        var one = schema.EventOf(await folder.PutPictureAsync("one.png"));
        var two = schema.EventOf(await folder.PutPictureAsync("two.png"));
        var text = schema.EventOf(await folder.PutAsync("text.png", "Only text"u8.ToArray()));
        var lost = await folder.PutPictureAsync("lost.png");
        await folder.DeleteAsync(lost);
        JsonNode[] events = [text, one, one, new JsonObject(), schema.EventOf(lost), two, new JsonObject { ["data"] = 7 }];

        await folder.DeliverAsync(ListOf(events));
        await folder.DeliverAsync(ListOf(events.Reverse()));

        var tasks = await folder.VideosAsync(2);
        Assert.Equal(["one.png", "text.png", "two.png"], tasks.Select(task => task.Upload!.Blob.Split('/')[^1]).Order());
    }

    // As dead letters are that somebody sends back.
    private static JsonArray ListOf(IEnumerable<JsonNode> events) => new([.. events.Select(each => each.DeepClone())]);
}
