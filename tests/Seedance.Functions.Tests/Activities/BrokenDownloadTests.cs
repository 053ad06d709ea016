using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

/// <summary>Connections that break within one run.</summary>
public class BrokenDownloadTests : CopyTest
{
    [Theory]
    [InlineData(100)]
    [InlineData(BlockBytes - 1)]
    [InlineData(BlockBytes)]
    [InlineData(BlockBytes + 1)]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke(int at)
    {
        var host = Serve((2 * BlockBytes) + 5);
        Break(host, at, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, $"bytes={at}-"], host.Ranges);
        Assert.Equal([null, "\"v1\""], host.Conditions);
        Assert.Equal(host.Video.Length, host.Given);
        Assert.Equal(3, Service.Blobs.Staged.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_again_and_again_gets_there_as_long_as_it_brings_blocks()
    {
        var host = Serve(6 * BlockBytes);
        Break(host, [.. Enumerable.Range(1, 5).Select(block => ((long)block * BlockBytes) + 7), long.MaxValue]);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(6, host.Ranges.Count);
        Assert.Equal(host.Video.Length, host.Given);
    }

    [Fact]
    public async Task One_that_breaks_without_ever_bringing_a_block_is_left_to_a_later_run()
    {
        var host = Serve(BlockBytes);
        Break(host, 100, 200, 300, 400, long.MaxValue);

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());

        Assert.Equal(4, host.Ranges.Count);
    }

    [Fact]
    public async Task A_length_that_was_not_told_is_no_hindrance()
    {
        var host = Serve(BlockBytes + 5);
        host.TellsLength = false;
        Break(host, BlockBytes + 1, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(host.Video.Length, host.Given);
    }

    [Fact]
    public async Task A_date_proves_the_version_where_there_is_no_tag()
    {
        var host = Serve(500);
        (host.Tag, host.LastModified) = (null, Samples.Now.AddMinutes(-1));
        Break(host, 100, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, "bytes=100-"], host.Ranges);
        Assert.Equal("Sun, 01 Mar 2026 11:59:00 GMT", host.Conditions[1]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("W/\"v1\"", null)]
    // A date beside a weak tag is no better than the tag; one of just now may be that of two versions.
    [InlineData("W/\"v1\"", -3600)]
    [InlineData(null, -59)]
    public async Task What_proves_no_version_is_never_put_together(string? tag, int? secondsAgo)
    {
        var host = Serve(BlockBytes + 5);
        (host.Tag, host.LastModified) = (tag, secondsAgo is { } ago ? Samples.Now.AddSeconds(ago) : null);
        Break(host, BlockBytes + 1, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, null], host.Ranges);
        Assert.Equal(host.Video.Length + BlockBytes + 1, host.Given);
    }

    [Fact]
    public async Task Another_video_in_the_place_of_the_first_is_copied_from_its_beginning()
    {
        var host = Serve(BlockBytes + 500);
        Break(host, BlockBytes + 100, long.MaxValue);
        host.Then = (BlockBytes, () =>
        {
            (host.Video, host.Tag) = ([.. host.Video[..24], .. new byte[BlockBytes]], "\"v2\"");
            return Task.CompletedTask;
        });

        AssertStored([.. host.Video[..24], .. new byte[BlockBytes]], await CopyAsync());
    }

    [Fact]
    public async Task A_host_that_knows_no_ranges_starts_over()
    {
        var host = Serve(BlockBytes + 500);
        host.KnowsRanges = false;
        Break(host, BlockBytes + 100, long.MaxValue);

        AssertStored(host.Video, await CopyAsync());
    }

    [Theory]
    [InlineData("\"v2\"", 100, 499, 500)]
    [InlineData("\"v1\"", 100, 500, 501)]
    [InlineData("\"v1\"", 99, 499, 500)]
    [InlineData("\"v1\"", 0, 499, 500)]
    public async Task A_part_of_something_else_is_not_spliced_in_and_the_whole_is_asked_for(string tag, long from, long to, long total)
    {
        var host = Serve(500);
        Break(host, 100, long.MaxValue);
        Service.Web.OnRequest = request =>
        {
            var answer = host.Answer(request);
            if (answer.StatusCode != HttpStatusCode.PartialContent) return answer;
            answer.Headers.ETag = new(tag);
            answer.Content.Headers.ContentRange = new(from, to, total);
            return answer;
        };

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, "bytes=100-", null], host.Ranges);
    }

    [Fact]
    public async Task A_part_of_another_date_is_not_spliced_in_where_the_date_is_the_proof()
    {
        var host = Serve(500);
        (host.Tag, host.LastModified) = (null, Samples.Now.AddMinutes(-5));
        Break(host, 100, long.MaxValue);
        Service.Web.OnRequest = request =>
        {
            var answer = host.Answer(request);
            if (answer.StatusCode == HttpStatusCode.PartialContent) answer.Content.Headers.LastModified = Samples.Now.AddMinutes(-2);
            return answer;
        };

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal([null, "bytes=100-", null], host.Ranges);
    }

    [Fact]
    public async Task No_request_asks_for_what_would_have_to_be_decoded()
    {
        var host = Serve(500);
        Break(host, 100, long.MaxValue);

        await CopyAsync();

        Assert.All(Service.Web.Requests, request => Assert.Equal("identity", request.Headers.AcceptEncoding.ToString()));
    }

    [Fact]
    public async Task A_video_that_has_shrunk_is_not_whole()
    {
        var host = Serve(500);
        Break(host, 100, long.MaxValue);
        host.Then = (100, () => Task.FromResult(host.Video = host.Video[..100]));

        AssertAgain(FailureCodes.VideoIncomplete, await CopyAsync());
    }

    [Fact]
    public async Task A_host_that_is_gone_when_asked_for_the_rest_is_left_to_a_later_run()
    {
        var host = Serve(BlockBytes * 2);
        Break(host, BlockBytes + 1, long.MaxValue);
        Service.Web.OnRequest = request => request.Headers.Range is null ? host.Answer(request) : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());

        Assert.Single(Service.Blobs.Uncommitted(Name));
    }

    private static void Break(VideoHost host, params long[] at)
    {
        foreach (var place in at) host.BreaksAt.Enqueue(place);
    }
}
