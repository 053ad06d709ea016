using System.Net;

namespace Seedance.Functions.Tests.Activities;

/// <summary>Connections that break within one run.</summary>
public class ResumedCopyTests : CopyTest
{
    [Theory]
    [InlineData(100)]
    [InlineData(BlockBytes - 1)]
    [InlineData(BlockBytes)]
    [InlineData(BlockBytes + 1)]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke(int at)
    {
        var host = Serve((2 * BlockBytes) + 5, at, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, $"bytes={at}-"], host.Ranges);
        Assert.Equal([null, "\"v1\""], host.Conditions);
        Assert.Equal(host.Video.Length, host.Given);
        Assert.Equal(3, Service.Blobs.Staged.Count);
        Assert.All(Service.Web.Requests, request => Assert.Equal("identity", request.Headers.AcceptEncoding.ToString()));
    }

    [Fact]
    public async Task Connections_that_break_often_are_resumed_while_they_bring_blocks()
    {
        var host = Serve(6 * BlockBytes, [.. Enumerable.Range(1, 5).Select(block => ((long)block * BlockBytes) + 7), long.MaxValue]);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal((6, host.Video.Length), (host.Ranges.Count, host.Given));
    }

    [Theory]
    [InlineData("\"v1\"", FailureCodes.VideoDownloadFailed, 100, 200, 300, 400)]
    [InlineData("\"v1\"", FailureCodes.VideoIncomplete, 100, 100, 100, 100)]
    [InlineData(null, FailureCodes.VideoIncomplete, BlockBytes + 1, BlockBytes + 1, BlockBytes + 1, BlockBytes + 1)]
    public async Task Connections_that_break_without_a_new_block_are_left_to_a_later_run(string? tag, string code, params int[] at)
    {
        var host = Serve(2 * BlockBytes, [.. at, long.MaxValue]);
        host.Tag = tag;

        AssertAgain(code, await CopyAsync());

        Assert.Equal(4, host.Ranges.Count);
    }

    [Fact]
    public async Task A_video_without_a_length_is_resumed_too()
    {
        var host = Serve(BlockBytes + 5, BlockBytes + 1, long.MaxValue);
        host.TellsLength = false;

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(host.Video.Length, host.Given);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("W/\"v1\"", true)]
    [InlineData("\"v1\"", false)]
    public async Task Without_a_strong_ETag_or_ranges_the_video_starts_over(string? tag, bool knowsRanges)
    {
        var host = Serve((4 * BlockBytes) + 5, (3 * BlockBytes) + 1, long.MaxValue);
        (host.Tag, host.KnowsRanges) = (tag, knowsRanges);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(host.Video.Length + (3 * BlockBytes) + 1, host.Given);
    }

    [Fact]
    public async Task Another_video_in_the_place_of_the_first_is_copied_from_its_start()
    {
        var host = Serve(BlockBytes + 500, BlockBytes + 100, long.MaxValue);
        byte[] another = [.. host.Video[..24], .. new byte[BlockBytes]];
        host.Then = (BlockBytes, () =>
        {
            (host.Video, host.Tag) = (another, "\"v2\"");
            return Task.CompletedTask;
        });

        AssertStored(another, await CopyAsync());
    }

    [Theory]
    [InlineData("\"v2\"", 100, 499, 500)]
    [InlineData("\"v1\"", 100, 500, 501)]
    [InlineData("\"v1\"", 99, 499, 500)]
    [InlineData("\"v1\"", 0, 499, 500)]
    public async Task A_part_of_something_else_is_not_used_and_the_whole_is_asked_for(string tag, long from, long to, long total)
    {
        var host = Serve(500, 100, long.MaxValue);
        Service.Web.OnRequest = request =>
        {
            var response = host.Respond(request);
            if (response.StatusCode != HttpStatusCode.PartialContent) return response;
            response.Headers.ETag = new(tag);
            response.Content.Headers.ContentRange = new(from, to, total);
            return response;
        };

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, "bytes=100-", null], host.Ranges);
    }

    [Theory]
    [InlineData(HttpStatusCode.PartialContent)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task A_host_that_refuses_the_range_is_asked_for_the_whole(HttpStatusCode status)
    {
        var host = Serve(500, 100, long.MaxValue);
        // The part does not say which it is.
        Service.Web.OnRequest = request => request.Headers.Range is null
            ? host.Respond(request)
            : new HttpResponseMessage(status) { Content = new ByteArrayContent(host.Video[..100]) };

        AssertStored(host.Video, await CopyAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, FailureCodes.VideoDownloadFailed)]
    [InlineData(HttpStatusCode.Forbidden, FailureCodes.VideoLinkExpired)]
    public async Task A_host_that_refuses_the_rest_is_left_to_a_later_run(HttpStatusCode status, string code)
    {
        var host = Serve(BlockBytes * 2, BlockBytes + 1, long.MaxValue);
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
            await Service.Blobs.StagedAsync(2);
            await killed.CancelAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(cancellationToken: killed.Token));

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, null], host.Ranges);
    }
}
