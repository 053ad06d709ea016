using System.Net;
using System.Security.Cryptography;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

/// <summary>What a killed process leaves, and what the next one makes of it.</summary>
public class ResumedCopyTests : CopyTest
{
    private const int Length = (3 * BlockBytes) + 12345;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_killed_copy_goes_on_behind_the_blocks_that_are_staged(int blocks)
    {
        var host = Serve(Length);
        await DieAsync(host, (long)blocks * BlockBytes);
        var given = host.Given;

        AssertStored(host.Video, await CopyAsync("https://cdn.example.com/1.mp4?signature=another"));

        Assert.Equal(["bytes=0-0", $"bytes={(long)blocks * BlockBytes}-"], host.Ranges);
        Assert.Equal("\"v1\"", host.Conditions[1]);
        Assert.Equal(Length - ((long)blocks * BlockBytes), host.Given - given);
        Assert.Equal(4, Service.Blobs.Staged.Count);
    }

    [Fact]
    public async Task A_copy_killed_before_its_commit_loads_nothing_again()
    {
        var host = Serve(Length);
        Service.Blobs.BeforeCommit = _ => throw new InvalidOperationException("killed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => CopyAsync());
        Service.Blobs.BeforeCommit = _ => Task.CompletedTask;
        var given = host.Given;

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["bytes=0-0"], host.Ranges[1..]);
        Assert.Equal(given, host.Given);
    }

    [Fact]
    public async Task A_copy_killed_again_and_again_still_gets_there()
    {
        var host = Serve(Length);
        for (var block = 1; block <= 3; block++) await DieAsync(host, (long)block * BlockBytes);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(Length, host.Given);
    }

    [Fact]
    public async Task Blocks_of_another_version_are_never_mixed_in()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        host.Tag = "\"v2\"";
        host.Video = [.. host.Video[..24], .. Enumerable.Repeat((byte)7, Length - 24)];

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["bytes=0-0", null], host.Ranges);
        Assert.Empty(Service.Blobs.Uncommitted(Name));
    }

    [Fact]
    public async Task The_same_tag_at_another_address_proves_nothing()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);

        AssertStored(host.Video, await CopyAsync("https://cdn.example.com/2.mp4"));

        Assert.Equal(["bytes=0-0", null], host.Ranges);
    }

    [Theory]
    [InlineData("W/\"v1\"", true)]
    [InlineData(null, true)]
    [InlineData("\"v1\"", false)]
    public async Task What_proves_no_version_or_knows_no_ranges_starts_over(string? tag, bool ranges)
    {
        var host = Serve(Length);
        (host.Tag, host.KnowsRanges) = (tag, ranges);
        await DieAsync(host, 3 * BlockBytes);

        AssertStored(host.Video, await CopyAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.PartialContent)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task A_host_that_gives_no_part_gives_the_whole(HttpStatusCode status)
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        // The part does not say which it is.
        Service.Web.OnRequest = request => request.Headers.Range is null
            ? host.Answer(request)
            : new HttpResponseMessage(status) { Content = new ByteArrayContent(host.Video[..100]) };

        AssertStored(host.Video, await CopyAsync());
    }

    [Fact]
    public async Task A_host_that_is_down_for_a_moment_does_not_make_the_copy_start_over()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        Service.Web.OnRequest = request => request.Headers.Range is null
            ? host.Answer(request)
            : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);

        AssertAgain(FailureCodes.VideoDownloadFailed, await CopyAsync());
        Service.Web.OnRequest = host.Answer;
        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["bytes=0-0", $"bytes={3 * BlockBytes}-"], host.Ranges);
    }

    [Fact]
    public async Task A_host_that_gives_every_part_from_the_beginning_gives_the_whole()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        Service.Web.OnRequest = request =>
        {
            if (request.Headers.Range is not null) request.Headers.Range = new(0, 0);
            return host.Answer(request);
        };

        AssertStored(host.Video, await CopyAsync());

        Assert.Null(host.Ranges[^1]);
    }

    [Fact]
    public async Task A_gap_in_the_blocks_is_where_it_goes_on()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        Service.Blobs.Lose(Name, Service.Blobs.Uncommitted(Name).Single(id => NumberOf(id) == 1));
        host.Ranges.Clear();

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["bytes=0-0", $"bytes={BlockBytes}-"], host.Ranges);
    }

    [Fact]
    public async Task The_boxes_are_followed_across_the_runs()
    {
        var host = Serve(24);
        host.Video = VideoDownloads.Boxes(("ftyp", 24), ("moov", BlockBytes), ("mdat", 3 * BlockBytes))[..^1];
        await DieAsync(host, 2 * BlockBytes);

        AssertAgain(FailureCodes.VideoIncomplete, await CopyAsync());
    }

    [Fact]
    public async Task A_box_that_begins_at_the_end_of_a_block_takes_that_block_again()
    {
        var host = Serve(24);
        host.Video = VideoDownloads.Boxes(("ftyp", 24), ("moov", (2 * BlockBytes) - 27), ("mdat", BlockBytes));
        await DieAsync(host, 2 * BlockBytes);

        AssertStored(host.Video, await CopyAsync());

        Assert.Equal(["bytes=0-0", $"bytes={BlockBytes}-"], host.Ranges);
    }

    [Fact]
    public async Task A_copy_killed_between_its_name_and_its_hash_is_completed_by_whoever_finds_it()
    {
        var host = Serve(Length);
        await DieAsync(host, 3 * BlockBytes);
        Service.Blobs.BeforeRead = _ => Service.Blobs.Blobs.Count > 0 ? throw new InvalidOperationException("killed") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => CopyAsync());
        Service.Blobs.BeforeRead = _ => Task.CompletedTask;
        Assert.False(Service.Blobs.Blobs[Name].Metadata.ContainsKey("sha256"));

        var found = await Service.Videos.FindAsync(Name, CancellationToken.None);

        AssertStored(host.Video, new CopyOutcome.Stored(found!));
        Assert.Equal(Samples.ProviderTaskId, Service.Blobs.Blobs[Name].Metadata["provider_task"]);
        Assert.Single(Service.Blobs.Commits);
    }

    [Fact]
    public async Task Two_that_hash_the_same_blob_agree()
    {
        var video = VideoDownloads.Mp4(100);
        Service.Blobs.Put(Name, video);
        Service.Blobs.BeforeMetadata = _ =>
        {
            Service.Blobs.Put(Name, video, "theirs");
            return Task.CompletedTask;
        };

        var found = await Service.Videos.FindAsync(Name, CancellationToken.None);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(video)), found!.Sha256);
    }

    [Fact]
    public async Task One_that_comes_to_read_when_another_has_just_written_the_hash_has_the_same()
    {
        var video = VideoDownloads.Mp4(100);
        Service.Blobs.Put(Name, video);
        var reads = 0;
        Service.Blobs.BeforeRead = _ =>
        {
            if (++reads == 2) Service.Blobs.Put(Name, video, "theirs");
            return Task.CompletedTask;
        };

        var found = await Service.Videos.FindAsync(Name, CancellationToken.None);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(video)), found!.Sha256);
    }

    [Fact]
    public async Task Another_run_that_was_faster_and_swept_the_blocks_away_stands()
    {
        var host = Serve(Length);
        Service.Blobs.BeforeCommit = _ =>
        {
            var blocks = Service.Blobs.Uncommitted(Name).OrderBy(NumberOf);
            Service.Blobs.Commit(Name, blocks, Convert.ToHexStringLower(SHA256.HashData(host.Video)));
            Assert.Empty(Service.Blobs.Uncommitted(Name));
            return Task.CompletedTask;
        };

        AssertStored(host.Video, await CopyAsync());
    }

    private static int NumberOf(string blockId)
        => BlockId.TryParse(blockId, out var block) ? block.Number : throw new FormatException(blockId);
}
