using System.Web;

namespace Seedance.Functions.Tests.Uploads;

public class UploadedMediaTests
{
    private const string Uploads = ObservedBlobs.Account + "/uploads/";
    private const string Url = Uploads + "studio/photo%20%C3%A9.png";

    private readonly UploadDoor _door = new();

    private static TaskRecord Uploaded => Samples.Record with
    {
        Upload = new UploadOrigin("uploads", "studio/photo é.png", "0x1"),
        Request = Samples.Request with
        {
            ImageUrls = ["https://elsewhere.example.com/a.png", Url],
            VideoUrls = [Uploads + "studio/a.mp4"],
            AudioUrls = [Uploads + "studio/a.mp3"],
        },
    };

    [Theory]
    // An hour to be submitted, half an hour to be settled, a day to be made.
    [InlineData(24, "2026-03-02T13:30:00Z")]
    // As long as a delegated key lives.
    [InlineData(24 * 30, "2026-03-08T00:00:00Z")]
    public async Task The_provider_gets_a_link_that_reads_one_blob_for_the_longest_wait(int hours, string end)
    {
        _door.Service.Options.Waiting.ReconcileHours = hours;

        var request = await ReadAsync(Uploaded);

        Assert.Equal("https://elsewhere.example.com/a.png", request.ImageUrls[0]);
        Assert.All([request.ImageUrls[1], request.VideoUrls[0], request.AudioUrls[0]], url => Assert.Contains("sig=", url));
        var link = new Uri(request.ImageUrls[1]);
        Assert.Equal(Url, link.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("r", "b", "https"), (query["sp"], query["sr"], query["spr"]));
        Assert.Equal(("2026-03-01T11:45:00Z", end), (query["st"], query["se"]));
    }

    [Fact]
    public async Task A_replayed_submit_says_the_same_once_more()
    {
        await _door.UploadAsync("studio/photo.png");
        var record = await _door.OnlyAsync();
        _door.Service.Provider.OnSubmit = _ => Task.FromResult(SubmitAnswers.Unknown);
        await SubmitAsync(record);
        _door.Service.Time.Advance(TimeSpan.FromMinutes(17));

        await SubmitAsync(record, replay: true);

        var said = _door.Service.Provider.Submissions.Select(each => (each.IdempotencyKey, Assert.Single(each.Request.ImageUrls))).ToList();
        Assert.Equal((2, said[0]), (said.Count, said[1]));
        Assert.Contains("sig=", said[0].Item2, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_storage_gives_no_link_nothing_is_marked_and_nothing_leaves()
    {
        await _door.UploadAsync("studio/photo.png");
        var record = await _door.OnlyAsync();
        _door.Blobs.OnDelegate = () => throw UploadDoor.Busy;

        await Assert.ThrowsAsync<RequestFailedException>(() => SubmitAsync(record));

        Assert.Equal((SubmissionState.None, 0), ((await _door.OnlyAsync()).Submission, _door.Service.Provider.Submissions.Count));
    }

    [Fact]
    public async Task Nothing_opens_but_what_the_client_has_uploaded()
    {
        string[] paths =
        [
            "uploads/other/photo.png", "uploads/studio/../other/photo.png", "uploads/studio/%2e%2e/other/photo.png",
            "uploads/studio%2Fphoto.png/../../other/photo.png", "uploads/photo.png", "videos/studio/photo.png",
            "uploads/studio/photo.png?sv=own",
        ];
        var urls = paths.Select(path => $"{ObservedBlobs.Account}/{path}").ToList();

        Assert.Equal(urls, (await ReadAsync(Uploaded with { Request = Samples.Request with { ImageUrls = urls } })).ImageUrls);
        // Over HTTP, the URL of an upload opens nothing.
        Assert.Equal(Uploaded.Request.ImageUrls, (await ReadAsync(Uploaded with { Upload = null })).ImageUrls);
    }

    private Task<VideoRequest> ReadAsync(TaskRecord record)
        => _door.Service.Get<UploadedMedia>().ReadableAsync(record, CancellationToken.None);

    private Task<SubmitResult> SubmitAsync(TaskRecord record, bool replay = false)
        => _door.Service.Create<SubmitTask>()
            .RunAsync(new SubmitInput(Samples.ReferenceTo(record), Attempt: 1, replay), CancellationToken.None);
}
