using System.Net;
using System.Security.Cryptography;
using Azure;
using Seedance.Functions.Tasks;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Videos;
using Seedance.Outbound;

namespace Seedance.Functions.Tests.Videos;

public class VideoCopierTests
{
    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly FakeService _service = new();
    private readonly TaskRecord _record = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId };

    [Theory]
    [InlineData(8, 1)]
    [InlineData(BlockBytes - 1, 1)]
    [InlineData(BlockBytes, 1)]
    [InlineData(BlockBytes + 1, 2)]
    [InlineData(2 * BlockBytes, 2)]
    [InlineData((2 * BlockBytes) + 12345, 3)]
    public async Task A_video_arrives_whole_with_its_length_and_hash(int length, int blocks)
    {
        var content = VideoDownloads.Mp4(Math.Max(length, 12))[..length];
        _service.Web.OnRequest = _ => VideoDownloads.Of(content);

        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());

        Assert.Equal(
            new StoredVideo($"studio/2026/03/01/{_record.Id}.mp4", length,
                Convert.ToHexStringLower(SHA256.HashData(content))), stored.Video);
        Assert.Equal(content, _service.Blobs.Blobs[stored.Video.Blob].Content);
        Assert.Equal(blocks, _service.Blobs.StagedSizes.Count);
    }

    [Fact]
    public async Task A_video_of_which_no_length_was_promised_arrives_too()
    {
        var content = VideoDownloads.Mp4(1000);
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(content[..5]), ScriptedStream.Gives(content[5..700]), ScriptedStream.Gives(content[700..])));

        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());

        Assert.Equal(1000, stored.Video.Bytes);
        Assert.Equal(content, _service.Blobs.Blobs[stored.Video.Blob].Content);
    }

    [Fact]
    public async Task The_blob_is_created_only_where_there_is_none_and_says_what_it_is()
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));

        await CopyAsync();

        var commit = Assert.Single(_service.Blobs.Commits);
        Assert.Equal(ETag.All, commit.Conditions.IfNoneMatch);
        Assert.Equal("video/mp4", commit.HttpHeaders.ContentType);
        Assert.Equal(64, commit.Metadata["sha256"].Length);
        foreach (var names in new[] { commit.Metadata, commit.Tags })
        {
            Assert.Equal(_record.Id.ToString(), names["task"]);
            Assert.Equal(_record.Request.Model, names["model"]);
            Assert.Equal("evolink", names["provider"]);
            Assert.Equal(Samples.ProviderTaskId, names["provider_task"]);
        }
    }

    [Fact]
    public async Task Another_copy_that_was_faster_stands()
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));
        _service.Blobs.BeforeCommit = () => _service.Blobs.Put(VideoStore.NameOf(_record), new byte[7], "theirs");

        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());

        Assert.Equal(new StoredVideo(VideoStore.NameOf(_record), 7, "theirs"), stored.Video);
        Assert.Equal(7, _service.Blobs.Blobs[stored.Video.Blob].Content.Length);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>")]
    [InlineData("ftyp")]
    [InlineData("")]
    public async Task What_is_no_video_is_not_stored_even_with_status_200(string page)
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(System.Text.Encoding.UTF8.GetBytes(page));

        AssertAgain(FailureCodes.VideoNotValid, await CopyAsync());
        AssertNothingStored();
        Assert.Empty(_service.Blobs.StagedSizes);
    }

    [Fact]
    public async Task A_video_shorter_than_promised_is_not_stored()
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100), promised: 101);

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());
        AssertNothingStored();
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.NotFound, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.Gone, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.InternalServerError, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.NoContent, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.Found, FailureCodes.VideoDownloadFailed)]
    public async Task Any_status_but_200_is_tried_again(HttpStatusCode status, string code)
    {
        _service.Web.OnRequest = _ => new HttpResponseMessage(status) { Content = new ByteArrayContent(VideoDownloads.Mp4(100)) };

        AssertAgain(code, await CopyAsync());
        AssertNothingStored();
    }

    [Fact]
    public async Task A_video_announced_as_too_large_is_not_even_read()
    {
        _service.Options.Videos.MaxBytes = 100;
        _service.Web.OnRequest = _ =>
        {
            var response = VideoDownloads.WithoutLength(new ScriptedStream((_, _) => throw new InvalidOperationException("It was read.")));
            response.Content.Headers.ContentLength = 101;
            return response;
        };

        AssertFailed(FailureCodes.VideoTooLarge, await CopyAsync());
    }

    [Fact]
    public async Task A_video_that_turns_out_too_large_is_not_stored()
    {
        _service.Options.Videos.MaxBytes = BlockBytes + 10;
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(BlockBytes)), ScriptedStream.Gives(new byte[11])));

        AssertFailed(FailureCodes.VideoTooLarge, await CopyAsync());
        AssertNothingStored();
    }

    [Fact]
    public async Task A_video_of_just_the_largest_size_is_stored()
    {
        _service.Options.Videos.MaxBytes = 100;
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));

        Assert.IsType<CopyOutcome.Stored>(await CopyAsync());
    }

    [Fact]
    public async Task A_download_that_stands_still_is_broken_off()
    {
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(100)), ScriptedStream.Hangs(() => Pass(60))));

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());
        AssertNothingStored();
    }

    [Fact]
    public async Task A_download_that_trickles_is_not_broken_off()
    {
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(100), () => Pass(59)),
            ScriptedStream.Gives([1], () => Pass(59)),
            ScriptedStream.Gives([2], () => Pass(59))));

        Assert.Equal(102, Assert.IsType<CopyOutcome.Stored>(await CopyAsync()).Video.Bytes);
    }

    [Fact]
    public async Task Storage_that_is_slow_does_not_break_the_download_off()
    {
        _service.Blobs.BeforeStage = () => Pass(61);
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new MemoryStream(VideoDownloads.Mp4(BlockBytes + 1)));

        Assert.IsType<CopyOutcome.Stored>(await CopyAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(VideoDownloads.Mp4(100)), (_, _) => throw new IOException("reset")));
        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());

        _service.Web.OnRequest = _ => throw new HttpRequestException("refused");
        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());
        AssertNothingStored();
    }

    [Fact]
    public async Task A_link_to_where_nobody_may_go_is_never_tried_again()
    {
        _service.Web.OnRequest = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());

        AssertFailed(FailureCodes.VideoDownloadFailed, await CopyAsync());
    }

    [Fact]
    public async Task Trouble_with_blob_storage_is_not_the_provider_s()
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));
        _service.Blobs.BeforeCommit = () => throw new RequestFailedException(503, "busy");

        await Assert.ThrowsAsync<RequestFailedException>(CopyAsync);
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_stops()
    {
        using var stopping = new CancellationTokenSource();
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(ScriptedStream.Hangs(stopping.Cancel)));
        using var copier = _service.NewCopier();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => copier.CopyAsync(_record, new Uri("https://cdn.example.com/1.mp4"), stopping.Token));
    }

    private void Pass(int seconds) => _service.Time.Advance(TimeSpan.FromSeconds(seconds));

    private static void AssertAgain(string code, CopyOutcome outcome)
        => Assert.Equal(code, Assert.IsType<CopyOutcome.TryAgain>(outcome).Failure.Code);

    private static void AssertFailed(string code, CopyOutcome outcome)
        => Assert.Equal(code, Assert.IsType<CopyOutcome.Failed>(outcome).Failure.Code);

    private void AssertNothingStored()
    {
        Assert.Empty(_service.Blobs.Blobs);
        Assert.Empty(_service.Blobs.Commits);
    }

    private async Task<CopyOutcome> CopyAsync()
    {
        using var copier = _service.NewCopier();
        return await copier.CopyAsync(_record, new Uri("https://cdn.example.com/1.mp4?signature=secret"), CancellationToken.None);
    }
}
