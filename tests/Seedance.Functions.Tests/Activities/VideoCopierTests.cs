using System.Security.Cryptography;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class VideoCopierTests
{
    private const int BlockBytes = BlockUpload.BlockBytes;

    private readonly FakeService _service = new();
    private readonly TaskRecord _record = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId };

    [Theory]
    [InlineData(24, 1)]
    [InlineData(BlockBytes - 1, 1)]
    [InlineData(BlockBytes, 1)]
    [InlineData(BlockBytes + 1, 2)]
    [InlineData(2 * BlockBytes, 2)]
    [InlineData((2 * BlockBytes) + 12345, 3)]
    public async Task A_video_arrives_whole_with_its_length_and_hash(int length, int blocks)
    {
        var content = VideoDownloads.Mp4(length);
        _service.Web.OnRequest = _ => VideoDownloads.Of(content);

        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());

        Assert.Equal(
            new StoredVideo($"studio/2026/03/01/{_record.Id}.mp4", length,
                Convert.ToHexStringLower(SHA256.HashData(content))), stored.Video);
        Assert.Equal(content, _service.Blobs.Blobs[stored.Video.Blob].Content);
        Assert.Equal(blocks, _service.Blobs.Staged.Count);
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

        Assert.Equal("*", Assert.Single(_service.Blobs.Commits));
        var blob = Assert.Single(_service.Blobs.Blobs).Value;
        Assert.Equal("video/mp4", blob.Properties.ContentType);
        Assert.Equal(64, blob.Metadata["sha256"].Length);
        foreach (var names in new[] { blob.Metadata, blob.Tags })
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
        _service.Blobs.BeforeCommit = name =>
        {
            _service.Blobs.Put(name, new byte[7], "theirs");
            return Task.CompletedTask;
        };

        var stored = Assert.IsType<CopyOutcome.Stored>(await CopyAsync());

        Assert.Equal(new StoredVideo(VideoStore.NameOf(_record), 7, "theirs"), stored.Video);
        Assert.Equal(7, _service.Blobs.Blobs[stored.Video.Blob].Content.Length);
    }

    [Fact]
    public async Task A_video_of_just_the_largest_size_is_stored()
    {
        _service.Options.Videos.MaxBytes = 100;
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));

        Assert.IsType<CopyOutcome.Stored>(await CopyAsync());
    }

    [Fact]
    public async Task Storage_that_is_slow_does_not_break_the_download_off()
    {
        _service.Blobs.BeforeStage = _ =>
        {
            Pass(61);
            return Task.CompletedTask;
        };
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new MemoryStream(VideoDownloads.Mp4(BlockBytes + 1)));

        Assert.IsType<CopyOutcome.Stored>(await CopyAsync());
    }

    [Fact]
    public async Task Trouble_with_blob_storage_is_not_the_provider_s()
    {
        _service.Web.OnRequest = _ => VideoDownloads.Of(VideoDownloads.Mp4(100));
        _service.Blobs.BeforeCommit = _ => throw new RequestFailedException(503, "busy");

        await Assert.ThrowsAsync<RequestFailedException>(CopyAsync);
    }

    [Fact]
    public async Task Copies_at_the_same_time_are_bounded_and_the_others_wait()
    {
        _service.Options.Videos.ConcurrentCopies = 2;
        TaskCompletionSource[] comes = [new(), new(), new()];
        comes[2].SetResult();
        var (open, most) = (0, 0);
        _service.Web.OnRequest = request => VideoDownloads.WithoutLength(new ScriptedStream(async (buffer, _) =>
        {
            lock (comes) most = Math.Max(most, ++open);
            await comes[request.RequestUri!.AbsolutePath[1] - '1'].Task;
            VideoDownloads.Mp4(100).CopyTo(buffer);
            lock (comes) open--;
            return 100;
        }));
        using var copier = _service.Create<VideoCopier>();

        var copies = Enumerable.Range(1, 3)
            .Select(number => copier.CopyAsync(
                CopyTarget.Video(_record, number), new Uri($"https://cdn.example.com/{number}.mp4"), CancellationToken.None))
            .ToList();

        await Condition.HoldsAsync(() => Asked().Count >= 2);
        Assert.Equal(["/1.mp4", "/2.mp4"], Asked().Order(StringComparer.Ordinal));
        comes[0].SetResult();
        Assert.IsType<CopyOutcome.Stored>(await copies[0]);
        Assert.IsType<CopyOutcome.Stored>(await copies[2]);
        comes[1].SetResult();
        Assert.IsType<CopyOutcome.Stored>(await copies[1]);
        Assert.Equal(2, most);

        List<string> Asked()
        {
            lock (_service.Web.Requests) return [.. _service.Web.Requests.Select(request => request.RequestUri!.AbsolutePath)];
        }
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_stops()
    {
        using var stopping = new CancellationTokenSource();
        _service.Web.OnRequest = _ => VideoDownloads.WithoutLength(new ScriptedStream(ScriptedStream.Hangs(stopping.Cancel)));
        using var copier = _service.Create<VideoCopier>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => copier.CopyAsync(CopyTarget.Video(_record), new Uri("https://cdn.example.com/1.mp4"), stopping.Token));
    }

    private void Pass(int seconds) => _service.Time.Advance(TimeSpan.FromSeconds(seconds));

    private async Task<CopyOutcome> CopyAsync()
    {
        using var copier = _service.Create<VideoCopier>();
        return await copier.CopyAsync(CopyTarget.Video(_record), new Uri("https://cdn.example.com/1.mp4?signature=secret"), CancellationToken.None);
    }
}
