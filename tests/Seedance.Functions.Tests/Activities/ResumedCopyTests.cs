namespace Seedance.Functions.Tests.Activities;

/// <summary>Connections that break within one run.</summary>
public class ResumedCopyTests : CopyTest
{
    [Theory]
    [InlineData(100, true)]
    [InlineData(BlockBytes - 1, true)]
    [InlineData(BlockBytes, true)]
    [InlineData(BlockBytes + 1, true)]
    [InlineData(BlockBytes + 1, false)]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke(int at, bool tellsLength)
    {
        var host = Serve((2 * BlockBytes) + 5, at);
        host.TellsLength = tellsLength;

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([(null, null), ($"bytes={at}-", "\"v1\"")], host.Asked);
        Assert.Equal((host.Video.Length, 3), (host.Given, Service.Blobs.Staged.Count));
        Assert.All(Service.Web.Requests, request => Assert.Equal("identity", request.Headers.AcceptEncoding.ToString()));
    }

    [Fact]
    public async Task Connections_that_break_often_are_resumed_while_they_bring_blocks()
    {
        var host = Serve(6 * BlockBytes, [.. Enumerable.Range(1, 5).Select(block => ((long)block * BlockBytes) + 7)]);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal((6, host.Video.Length), (host.Asked.Count, host.Given));
    }

    [Theory]
    [InlineData("\"v1\"", FailureCodes.VideoDownloadFailed, 100, 200, 300, 400)]
    [InlineData("\"v1\"", FailureCodes.VideoIncomplete, 100, 100, 100, 100)]
    [InlineData(null, FailureCodes.VideoIncomplete, BlockBytes + 1, BlockBytes + 1, BlockBytes + 1, BlockBytes + 1)]
    public async Task Connections_that_break_without_a_new_block_are_left_to_a_later_run(string? tag, string code, params int[] at)
    {
        var host = Serve(2 * BlockBytes, [.. at]);
        host.Tag = tag;

        AssertAgain(code, await CopyAsync());

        Assert.Equal(4, host.Asked.Count);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("W/\"v1\"", true)]
    [InlineData("\"v1\"", false)]
    public async Task Without_a_strong_ETag_or_ranges_the_video_starts_over(string? tag, bool knowsRanges)
    {
        var host = Serve((4 * BlockBytes) + 5, (3 * BlockBytes) + 1);
        (host.Tag, host.KnowsRanges) = (tag, knowsRanges);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(host.Video.Length + (3 * BlockBytes) + 1, host.Given);
    }

    [Fact]
    public async Task Another_video_in_the_place_of_the_first_is_copied_from_its_start()
    {
        var host = Serve(BlockBytes + 500, BlockBytes + 100);
        byte[] another = [.. host.Video[..24], .. new byte[BlockBytes]];
        host.Then = (BlockBytes, () =>
        {
            (host.Video, host.Tag) = (another, "\"v2\"");
            return Task.CompletedTask;
        });

        AssertStored(another, await CopyAsync());
    }

    [Theory]
    [InlineData(206, "\"v2\"", "bytes 100-499/500")]
    [InlineData(206, "\"v1\"", "bytes 100-500/501")]
    [InlineData(206, "\"v1\"", "bytes 99-499/500")]
    [InlineData(206, "\"v1\"", "bytes 0-499/500")]
    [InlineData(206)]
    [InlineData(400)]
    [InlineData(412)]
    [InlineData(416)]
    [InlineData(501)]
    public async Task After_a_part_of_something_else_or_a_refusal_the_whole_is_asked_for(
        int status, string? tag = null, string? range = null)
    {
        var host = Serve(500, 100);
        Service.Web.OnRequest = request =>
        {
            if (request.Headers.Range is null) return host.Respond(request);
            var part = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(host.Video[..400]) };
            if (tag is not null) part.Headers.ETag = new(tag);
            if (range is not null) part.Content.Headers.Add("Content-Range", range);
            return part;
        };

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["", "bytes=100-", ""], Service.Web.Requests.Select(request => $"{request.Headers.Range}"));
    }

    [Theory]
    [InlineData(777, 777, "\"v1\"", 1)]
    [InlineData(777, 300, "\"v1\"", 3)]
    [InlineData(777, 300, "W/\"v1\"", 3)]
    [InlineData((2 * BlockBytes) + 5, 1_500_000, null, 12)]
    public async Task A_host_that_sends_parts_unasked_is_asked_for_the_rest(int length, int part, string? tag, int requests)
    {
        var host = Serve(length);
        (host.PartBytes, host.Tag, host.Modified) = (part, tag, Samples.Now);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal((requests, length), (host.Asked.Count, host.Given));
        var condition = tag?.StartsWith('"') == true ? tag : null;
        Assert.Equal(
            [(null, null), .. Enumerable.Range(1, requests - 1).Select(i => ((string?)$"bytes={i * part}-", condition))], host.Asked);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_a_part_is_resumed()
    {
        var host = Serve(500, 150, 250);
        (host.PartBytes, host.Tag) = (200, null);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, "bytes=150-", "bytes=250-", "bytes=450-"], host.Asked.Select(asked => asked.Range));
    }

    [Theory]
    [InlineData("\"v1\"", 206, "bytes 0-199/500")]
    [InlineData("\"v1\"", 206, "bytes 200-399/500", "\"v2\"")]
    [InlineData(null, 206, "bytes 200-399/600")]
    [InlineData(null, 206, "bytes 200-399/*")]
    [InlineData("W/\"v1\"", 206, "bytes 200-399/500", "W/\"v2\"")]
    [InlineData(null, 206, "bytes 200-399/500", null, 1)]
    [InlineData(null, 416, "bytes */500")]
    public async Task A_part_without_a_rest_that_surely_belongs_to_it_is_left_to_a_later_run(
        string? tag, int status, string range, string? otherTag = null, int minutesLater = 0)
    {
        var host = Serve(500);
        (host.PartBytes, host.Tag, host.Modified) = (200, tag, Samples.Now);
        Service.Web.OnRequest = request =>
        {
            if (request.Headers.Range is null) return host.Respond(request);
            var part = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(host.Video[200..400]) };
            if ((otherTag ?? tag) is { } given) part.Headers.ETag = System.Net.Http.Headers.EntityTagHeaderValue.Parse(given);
            part.Content.Headers.LastModified = Samples.Now.AddMinutes(minutesLater);
            part.Content.Headers.Add("Content-Range", range);
            return part;
        };

        AssertAgain(FailureCodes.VideoIncomplete, await CopyAsync());

        Assert.Equal(2, Service.Web.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.Forbidden, FailureCodes.VideoLinkExpired)]
    public async Task A_host_that_refuses_the_rest_is_left_to_a_later_run(HttpStatusCode status, string code)
    {
        var host = Serve(BlockBytes * 2, BlockBytes + 1);
        Service.Web.OnRequest = request => request.Headers.Range is null ? host.Respond(request) : new HttpResponseMessage(status);

        AssertAgain(code, await CopyAsync());
    }

    [Fact]
    public async Task A_run_after_one_that_died_starts_again()
    {
        var host = Serve((3 * BlockBytes) + 5);
        using var killed = new CancellationTokenSource();
        host.Then = (2 * BlockBytes, async () =>
        {
            await HoldsAsync(() => Service.Blobs.Staged.Count == 2);
            await killed.CancelAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(cancellationToken: killed.Token));

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([(null, null), (null, null)], host.Asked);
    }
}
