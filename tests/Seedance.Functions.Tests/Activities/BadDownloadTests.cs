using System.Net;
using System.Text;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

/// <summary>What is no video, or not the whole of one: each has its own code, and a good link afterwards is copied as if nothing had been.</summary>
public class BadDownloadTests
{
    private const int BlockBytes = BlockUpload.BlockBytes;

    private readonly FakeService _service = new();
    private readonly TaskRecord _record = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId };

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", null, FailureCodes.VideoIsWebPage)]
    [InlineData("\uFEFF\r\n <html>", null, FailureCodes.VideoIsWebPage)]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "video/mp4", FailureCodes.VideoIsWebPage)]
    [InlineData("Please sign in.", "text/html", FailureCodes.VideoIsWebPage)]
    [InlineData("Please sign in.", "video/mp4", FailureCodes.VideoNotValid)]
    [InlineData("{\"error\":\"expired\"}", "application/json", FailureCodes.VideoNotValid)]
    [InlineData("ftyp", null, FailureCodes.VideoNotValid)]
    [InlineData("", null, FailureCodes.VideoEmpty)]
    [InlineData("", "text/html", FailureCodes.VideoEmpty)]
    public async Task What_is_no_video_is_not_stored_even_with_status_200(string page, string? type, string code)
    {
        var answer = VideoDownloads.Of(Encoding.UTF8.GetBytes(page));
        if (type is not null) answer.Content.Headers.ContentType = new(type);

        await AssertRefusedAsync(code, _ => answer);
        Assert.Empty(_service.Blobs.Staged.SkipLast(1));
    }

    [Fact]
    public async Task A_video_that_ends_in_the_middle_of_a_box_is_not_whole_whatever_its_length_says()
    {
        var cut = VideoDownloads.Boxes(("ftyp", 24), ("moov", 100), ("mdat", 1000))[..1123];

        await AssertRefusedAsync(FailureCodes.VideoIncomplete, _ => VideoDownloads.Of(cut));
    }

    [Fact]
    public async Task A_video_that_ends_before_its_length_every_time_is_not_whole()
        => await AssertRefusedAsync(FailureCodes.VideoIncomplete, _ => VideoDownloads.Of(VideoDownloads.Mp4(100), promised: 101));

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.NotFound, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.Gone, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.Found, FailureCodes.VideoLinkRedirected)]
    [InlineData(HttpStatusCode.MovedPermanently, FailureCodes.VideoLinkRedirected)]
    [InlineData(HttpStatusCode.PermanentRedirect, FailureCodes.VideoLinkRedirected)]
    [InlineData(HttpStatusCode.NotModified, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.InternalServerError, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.NoContent, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable, FailureCodes.VideoDownloadFailed)]
    public async Task Any_status_but_200_is_no_video(HttpStatusCode status, string code) => await AssertRefusedAsync(
        code, _ => new HttpResponseMessage(status) { Content = new ByteArrayContent(VideoDownloads.Mp4(100)) });

    [Fact]
    public async Task A_video_announced_as_too_large_is_not_even_read()
    {
        _service.Options.Videos.MaxBytes = 100;

        await AssertRefusedAsync(FailureCodes.VideoTooLarge, _ =>
        {
            var response = VideoDownloads.WithoutLength(new ScriptedStream((_, _) => throw new InvalidOperationException("It was read.")));
            response.Content.Headers.ContentLength = 101;
            return response;
        });
    }

    [Fact]
    public async Task A_video_that_never_ends_is_too_large()
    {
        _service.Options.Videos.MaxBytes = BlockBytes + 10;

        await AssertRefusedAsync(FailureCodes.VideoTooLarge, _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(BlockBytes)), ScriptedStream.Gives(new byte[11]), ScriptedStream.Gives(new byte[1]))));
    }

    [Fact]
    public async Task A_download_that_stands_still_is_broken_off()
        => await AssertRefusedAsync(FailureCodes.VideoDownloadTooSlow, _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(100)), ScriptedStream.Hangs(() => Pass(60)))));

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_waited_for() => await AssertRefusedAsync(FailureCodes.VideoDownloadTooSlow, _ =>
    {
        Pass(60);
        throw new TaskCanceledException();
    });

    [Fact]
    public async Task A_byte_a_minute_is_too_slow_although_it_never_stands_still()
    {
        _service.Options.Videos.IdleTimeoutSeconds = 61;
        var minutes = 0;
        Func<Memory<byte>, CancellationToken, ValueTask<int>> byteAMinute = (buffer, cancellationToken) =>
        {
            Pass(60);
            cancellationToken.ThrowIfCancellationRequested();
            minutes++;
            return ValueTask.FromResult(1);
        };

        await AssertRefusedAsync(FailureCodes.VideoDownloadTooSlow, _ => VideoDownloads.WithoutLength(
            new ScriptedStream([ScriptedStream.Gives(VideoDownloads.Mp4(100)), .. Enumerable.Repeat(byteAMinute, 100)])));
        // A block of 8 MiB has 1,024 seconds at 8,192 bytes a second.
        Assert.Equal(17, minutes);
    }

    [Fact]
    public async Task A_download_that_trickles_is_not_broken_off_before_its_time()
    {
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(100), () => Pass(59)),
            ScriptedStream.Gives([1], () => Pass(59)),
            ScriptedStream.Gives([2], () => Pass(59))));

        Assert.Equal(102, Assert.IsType<CopyOutcome.Stored>(await CopyAsync()).Video.Bytes);
    }

    [Fact]
    public async Task A_run_ends_when_its_time_is_over_and_leaves_its_blocks_to_the_next()
    {
        _service.Options.Videos.TotalTimeoutMinutes = 1;
        var content = VideoDownloads.Mp4((2 * BlockBytes) + 1);
        _service.Web.OnRequest = _ => VideoDownloads.Tagged(new ScriptedStream(
            ScriptedStream.Gives(content[..BlockBytes], () => Pass(59)),
            async (buffer, cancellationToken) =>
            {
                await _service.Blobs.StagedAsync(1);
                return await ScriptedStream.Hangs(() => Pass(2))(buffer, cancellationToken);
            }), content.Length);

        AssertAgain(FailureCodes.VideoDownloadTooSlow, await CopyAsync());

        Assert.Single(_service.Blobs.Uncommitted(VideoStore.NameOf(_record)));
    }

    [Fact]
    public async Task A_link_to_where_nobody_may_go_is_never_tried_again()
    {
        _service.Web.OnRequest = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());

        var failure = Assert.IsType<CopyOutcome.Failed>(await CopyAsync()).Failure;

        Assert.Equal(FailureCodes.VideoDestinationNotAllowed, failure.Code);
        Assert.DoesNotContain("cdn", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://cdn.example.com/1.mp4", true)]
    [InlineData("https://CDN.EXAMPLE.COM./1.mp4", true)]
    [InlineData("https://a.b.videos.example.com/1.mp4", true)]
    [InlineData("https://videos.example.com/1.mp4", false)]
    [InlineData("https://evil-cdn.example.com/1.mp4", false)]
    [InlineData("https://cdn.example.com.evil.example/1.mp4", false)]
    [InlineData("https://evilvideos.example.com/1.mp4", false)]
    public async Task With_a_list_of_hosts_videos_come_from_these_alone(string link, bool allowed)
    {
        _service.Options.Videos.AllowedHosts = "cdn.example.com, *.videos.example.com";
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));

        var outcome = await CopyAsync(link);

        if (allowed) Assert.IsType<CopyOutcome.Stored>(outcome);
        else AssertAgain(FailureCodes.VideoHostNotAllowed, outcome);
        Assert.Equal(allowed ? 1 : 0, _service.Web.Requests.Count);
    }

    private void Pass(int seconds) => _service.Time.Advance(TimeSpan.FromSeconds(seconds));

    private static void AssertAgain(string code, CopyOutcome outcome)
        => Assert.Equal(code, Assert.IsType<CopyOutcome.TryAgain>(outcome).Failure.Code);

    private async Task AssertRefusedAsync(string code, Func<HttpRequestMessage, HttpResponseMessage> bad)
    {
        _service.Web.OnRequest = bad;
        AssertAgain(code, await CopyAsync());
        Assert.Empty(_service.Blobs.Blobs);
        Assert.Empty(_service.Blobs.Commits);

        var good = VideoDownloads.Mp4(100);
        _service.Web.OnRequest = _ => VideoDownloads.Of(good);
        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());
        Assert.Equal(good, _service.Blobs.Blobs[stored.Video.Blob].Content);
    }

    private async Task<CopyOutcome> CopyAsync(string link = "https://cdn.example.com/1.mp4?signature=secret")
    {
        using var copier = _service.Create<VideoCopier>();
        return await copier.CopyAsync(CopyTarget.Video(_record), new Uri(link), CancellationToken.None);
    }
}
