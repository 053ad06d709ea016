using System.Web;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class UploadedMediaTests
{
    private const string Url = ObservedBlobs.Account + "/uploads/studio/photo%20%C3%A9.png";

    private readonly UploadDoor _door = new();

    private static TaskRecord Uploaded => Samples.Record with
    {
        Upload = new UploadOrigin("uploads", "studio/photo é.png", "0x1"),
        Request = Samples.Request with { ImageUrls = [Url] },
    };

    [Fact]
    public async Task The_provider_gets_a_link_that_reads_one_blob_for_the_longest_wait()
    {
        var link = new Uri(Assert.Single((await ReadAsync(Uploaded)).ImageUrls));

        Assert.Equal(Url, link.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("r", "b", "https"), (query["sp"], query["sr"], query["spr"]));
        Assert.Equal("2026-03-01T11:45:00Z", query["st"]);
        // An hour to be submitted, half an hour to be settled, a day to be made.
        Assert.Equal("2026-03-02T13:30:00Z", query["se"]);
    }

    [Fact]
    public async Task A_replayed_submit_has_the_same_links()
    {
        var first = await ReadAsync(Uploaded);
        var same = Uploaded;
        _door.Service.Time.Advance(TimeSpan.FromMinutes(17));

        var second = await _door.Media.ReadableAsync(same with { SubmitAttempt = 1, UpdatedAt = Samples.Now.AddHours(1) }, CancellationToken.None);

        Assert.Equal(first.ImageUrls, second.ImageUrls);
        Assert.Single(_door.Blobs.DelegatedKeys.Distinct());
    }

    [Fact]
    public async Task A_link_lives_no_longer_than_a_delegated_key_can()
    {
        _door.Service.Options.Waiting.ReconcileHours = 24 * 30;

        var link = new Uri(Assert.Single((await ReadAsync(Uploaded)).ImageUrls));

        Assert.Equal("2026-03-08T00:00:00Z", HttpUtility.ParseQueryString(link.Query)["se"]);
    }

    [Fact]
    public async Task Every_kind_of_media_gets_links()
    {
        var request = await ReadAsync(Uploaded with
        {
            Request = Samples.Request with
            {
                ImageUrls = [Url, "https://elsewhere.example.com/a.png"],
                VideoUrls = [ObservedBlobs.Account + "/uploads/studio/a.mp4"],
                AudioUrls = [ObservedBlobs.Account + "/uploads/studio/a.mp3"],
            },
        });

        Assert.Contains("sig=", request.ImageUrls[0], StringComparison.Ordinal);
        Assert.Equal("https://elsewhere.example.com/a.png", request.ImageUrls[1]);
        Assert.Contains("sig=", request.VideoUrls[0], StringComparison.Ordinal);
        Assert.Contains("sig=", request.AudioUrls[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_names_an_upload_over_HTTP_gets_nothing_opened()
        => Assert.Equal([Url], (await ReadAsync(Uploaded with { Upload = null })).ImageUrls);

    [Theory]
    [InlineData("/uploads/other/photo.png")]
    [InlineData("/uploads/studio/../other/photo.png")]
    [InlineData("/uploads/studio/%2e%2e/other/photo.png")]
    [InlineData("/uploads/studio%2Fphoto.png/../../other/photo.png")]
    [InlineData("/uploads/photo.png")]
    [InlineData("/videos/studio/photo.png")]
    [InlineData("/uploads/studio/photo.png?sv=own")]
    public async Task Nor_does_any_blob_outside_of_the_client_s_folder_open(string path)
    {
        var url = ObservedBlobs.Account + path;

        Assert.Equal([url], (await ReadAsync(Uploaded with { Request = Samples.Request with { ImageUrls = [url] } })).ImageUrls);
    }

    private Task<VideoRequest> ReadAsync(TaskRecord record) => _door.Media.ReadableAsync(record, CancellationToken.None);
}
