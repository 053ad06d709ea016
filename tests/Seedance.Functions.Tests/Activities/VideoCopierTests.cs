namespace Seedance.Functions.Tests.Activities;

public class VideoCopierTests : CopyTest
{
    [Theory]
    [InlineData(24, 1, true)]
    [InlineData(1000, 1, false)]
    [InlineData(BlockBytes - 1, 1, true)]
    [InlineData(BlockBytes, 1, true)]
    [InlineData(BlockBytes, 1, false)]
    [InlineData(BlockBytes + 1, 2, true)]
    [InlineData((5 * BlockBytes) + 12345, 6, true)]
    public async Task A_video_arrives_complete_with_its_length_and_hash(int length, int blocks, bool tellsLength)
    {
        var host = Serve(length);
        host.TellsLength = tellsLength;

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal((blocks, (null, null)), (Service.Blobs.Staged.Count, Assert.Single(host.Asked)));
    }

    [Fact]
    public async Task The_blob_is_created_once_and_says_what_it_is()
    {
        Serve(100);

        await CopyAsync();

        Assert.Equal("*", Assert.Single(Service.Blobs.Commits));
        var blob = Assert.Single(Service.Blobs.Blobs).Value;
        Assert.Equal("video/mp4", blob.Properties.ContentType);
        Assert.All([blob.Metadata, blob.Tags], names => Assert.Equal(
            ($"{Record.Id}", Record.Request.Model, "evolink", Samples.ProviderTaskId),
            (names["task"], names["model"], names["provider"], names["provider_task"])));
    }

    [Fact]
    public async Task Two_copies_at_the_same_time_end_with_the_blob_of_the_first()
    {
        VideoHost[] hosts = [new(VideoDownloads.Mp4(2 * BlockBytes)), new([.. VideoDownloads.Mp4(24), .. new byte[2 * BlockBytes]])];
        Service.Web.OnRequest = request => hosts[request.RequestUri!.AbsolutePath[1] - '1'].Respond(request);
        var (isStaged, isCommitted) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<StoreResult>? second = null;
        Service.Blobs.BeforeCommit = async _ =>
        {
            if (second is null)
            {
                second = CopyAsync("https://cdn.example.com/2.mp4");
                await isStaged.Task;
                return;
            }
            isStaged.SetResult();
            await isCommitted.Task;
        };

        AssertStored(hosts[0].Video, await CopyAsync());
        isCommitted.SetResult();
        AssertStored(hosts[0].Video, await second!);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", null, FailureCodes.VideoIsWebPage)]
    [InlineData("\uFEFF\r\n <html>", null, FailureCodes.VideoIsWebPage)]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "video/mp4", FailureCodes.VideoIsWebPage)]
    [InlineData("Please sign in.", "text/html", FailureCodes.VideoIsWebPage)]
    [InlineData("Please sign in.", "video/mp4", FailureCodes.VideoNotValid)]
    [InlineData("ftyp", null, FailureCodes.VideoNotValid)]
    [InlineData("", "text/html", FailureCodes.VideoEmpty)]
    public async Task What_is_no_video_is_not_stored_even_with_status_200(string page, string? type, string code)
    {
        Service.Web.OnRequest = _ =>
        {
            var response = VideoDownloads.Of(Encoding.UTF8.GetBytes(page));
            if (type is not null) response.Content.Headers.ContentType = new(type);
            return response;
        };

        AssertAgain(code, await CopyAsync());
        Assert.Empty(Service.Blobs.Staged);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.NotFound, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.Gone, FailureCodes.VideoLinkExpired)]
    [InlineData(HttpStatusCode.Found, FailureCodes.VideoLinkRedirected)]
    [InlineData(HttpStatusCode.NotModified, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.InternalServerError, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed, "bytes 1-99/100")]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed, "bytes 0-99/*")]
    [InlineData(HttpStatusCode.PartialContent, FailureCodes.VideoDownloadFailed, "pages 0-99/100")]
    public async Task Any_status_but_200_is_no_video(HttpStatusCode status, string code, string? range = null)
    {
        Service.Web.OnRequest = _ =>
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(VideoDownloads.Mp4(100)) };
            if (range is not null) response.Content.Headers.Add("Content-Range", range);
            return response;
        };

        AssertAgain(code, await CopyAsync());
    }

    [Theory]
    [InlineData(100, true, null, 100)]
    // One that is announced is not even read.
    [InlineData(101, true, FailureCodes.VideoTooLarge, 0)]
    [InlineData(101, false, FailureCodes.VideoTooLarge, 101)]
    public async Task A_video_larger_than_allowed_is_not_stored(int length, bool tellsLength, string? code, int read)
    {
        Service.Options.Videos.MaxBytes = 100;
        var host = Serve(length);
        host.TellsLength = tellsLength;

        var result = await CopyAsync();

        Assert.Equal((code, read, code is null), (result.Failure?.Code, host.Given, result.Kind == StoreKind.Stored));
    }

    [Theory]
    [InlineData(60, 20, 1)]
    // A block of 8 MiB has 1,024 seconds at 8,192 bytes a second.
    [InlineData(61, 20, 18)]
    [InlineData(61, 5, 5)]
    public async Task A_download_that_is_idle_slow_or_long_is_broken_off(int idleSeconds, double totalMinutes, int minutes)
    {
        (Service.Options.Videos.IdleTimeoutSeconds, Service.Options.Videos.TotalTimeoutMinutes) = (idleSeconds, totalMinutes);
        var passed = 0;
        var byteAMinute = ScriptedStream.Gives([1], () =>
        {
            passed++;
            Pass(60);
        });
        Service.Web.OnRequest = _ => VideoDownloads.WithoutLength(
            new ScriptedStream([ScriptedStream.Gives(VideoDownloads.Mp4(100)), .. Enumerable.Repeat(byteAMinute, 100)]));

        AssertAgain(FailureCodes.VideoDownloadTooSlow, await CopyAsync());

        Assert.Equal(minutes, passed);
    }

    [Fact]
    public async Task Neither_a_trickle_nor_slow_storage_ends_a_download_before_its_time()
    {
        Service.Blobs.BeforeStage = _ =>
        {
            Pass(61);
            return Task.CompletedTask;
        };
        var video = VideoDownloads.Mp4(BlockBytes);
        Service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(
            ScriptedStream.Gives(video), ScriptedStream.Gives([1], () => Pass(59)), ScriptedStream.Gives([2], () => Pass(59))));

        AssertStored([.. video, 1, 2], await CopyAsync());
    }

    [Fact]
    public async Task A_destination_that_is_not_allowed_is_not_named()
    {
        Service.Web.OnRequest = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());

        var result = await CopyAsync();

        AssertAgain(FailureCodes.VideoDestinationNotAllowed, result);
        Assert.DoesNotContain("cdn", result.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://cdn.example.com/1.mp4", true)]
    [InlineData("https://CDN.EXAMPLE.COM./1.mp4", true)]
    [InlineData("https://a.b.videos.example.com/1.mp4", true)]
    [InlineData("https://videos.example.com/1.mp4", false)]
    [InlineData("https://evil-cdn.example.com/1.mp4", false)]
    [InlineData("https://cdn.example.com.evil.example/1.mp4", false)]
    [InlineData("https://evilvideos.example.com/1.mp4", false)]
    public async Task With_a_list_of_hosts_videos_come_from_these_alone(string link, bool isAllowed)
    {
        Service.Options.Videos.AllowedHosts = "cdn.example.com, *.videos.example.com";
        var host = Serve(100);

        var result = await CopyAsync(link);

        if (isAllowed) AssertStored(host.Video, result);
        else AssertAgain(FailureCodes.VideoHostNotAllowed, result);
        Assert.Equal(isAllowed ? 1 : 0, host.Asked.Count);
    }

    [Fact]
    public async Task A_failure_of_Blob_Storage_is_not_the_provider_s()
    {
        Serve(100);
        Service.Blobs.BeforeCommit = _ => throw new RequestFailedException(503, "busy");

        await Assert.ThrowsAsync<RequestFailedException>(() => CopyAsync());
    }

    [Fact]
    public async Task Copies_at_the_same_time_are_bounded_and_the_others_wait()
    {
        Service.Options.Videos.ConcurrentCopies = 2;
        TaskCompletionSource[] comes = [new(), new(), new()];
        comes[2].SetResult();
        var (open, max) = (0, 0);
        Service.Web.OnRequest = request => VideoDownloads.WithoutLength(new ScriptedStream(async buffer =>
        {
            lock (comes) max = Math.Max(max, ++open);
            await comes[request.RequestUri!.AbsolutePath[1] - '1'].Task;
            VideoDownloads.Mp4(100).CopyTo(buffer);
            lock (comes) open--;
            return 100;
        }));

        var copies = Enumerable.Range(1, 3).Select(number => CopyAsync($"https://cdn.example.com/{number}.mp4", number)).ToList();
        await HoldsAsync(() => open == 2);
        comes[0].SetResult();
        await Task.WhenAll(copies[0], copies[2]);
        comes[1].SetResult();

        Assert.All(await Task.WhenAll(copies), copy => Assert.Equal(StoreKind.Stored, copy.Kind));
        Assert.Equal(2, max);
    }

    private void Pass(int seconds) => Service.Time.Advance(TimeSpan.FromSeconds(seconds));
}
