namespace Seedance.Functions.Tests.Storage;

public class VideoStoreTests
{
    private readonly FakeService _service = new();

    [Fact]
    public void A_video_is_named_by_its_client_and_the_day_of_its_task()
    {
        var record = Samples.Record with { CreatedAt = new DateTimeOffset(2026, 1, 2, 23, 59, 59, TimeSpan.Zero) };

        Assert.Equal(
            ($"studio/2026/01/02/{record.Id}.mp4", $"studio/2026/01/02/{record.Id}-2.mp4"),
            (VideoStore.NameOf(record), VideoStore.NameOf(record, 2)));
    }

    [Theory]
    [InlineData("cgt-20260301-abc", true)]
    [InlineData("任务", false)]
    [InlineData("a\nb", false)]
    public async Task A_provider_s_id_that_storage_would_refuse_is_left_out_of_the_tags(string providerTaskId, bool isKept)
    {
        await _service.Videos.StageAsync("x.mp4", "MA==", new byte[1], CancellationToken.None);

        await _service.Videos.CommitAsync(
            new CopyTarget(Samples.Record with { ProviderTaskId = providerTaskId }, "x.mp4"), 1, "abc", ["MA=="], CancellationToken.None);

        var blob = Assert.Single(_service.Blobs.Blobs).Value;
        Assert.Equal((isKept, isKept), (blob.Tags.ContainsKey("provider_task"), blob.Metadata.ContainsKey("provider_task")));
    }
}
