using System.Security.Cryptography;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

/// <summary>Copies of one task's video from one host.</summary>
public abstract class CopyTest
{
    internal const int BlockBytes = BlockUpload.BlockBytes;

    internal FakeService Service { get; } = new();

    protected TaskRecord Record { get; } = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId };

    protected string Name => VideoStore.NameOf(Record);

    internal VideoHost Serve(int length)
    {
        var host = new VideoHost(VideoDownloads.Mp4(length));
        Service.Web.OnRequest = host.Answer;
        return host;
    }

    /// <summary>Copies until that byte, and dies there when all blocks before it are staged.</summary>
    internal async Task DieAsync(VideoHost host, long at)
    {
        using var killed = new CancellationTokenSource();
        host.Then = (at, async () =>
        {
            await Service.Blobs.StagedAsync((int)(at / BlockBytes));
            await killed.CancelAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(cancellationToken: killed.Token));
        host.Ranges.Clear();
        host.Conditions.Clear();
    }

    internal void AssertStored(byte[] video, CopyOutcome outcome)
    {
        var stored = Assert.IsType<CopyOutcome.Stored>(outcome).Video;
        Assert.Equal(new StoredVideo(Name, video.Length, Convert.ToHexStringLower(SHA256.HashData(video))), stored);
        var blob = Service.Blobs.Blobs[Name];
        Assert.True(video.AsSpan().SequenceEqual(blob.Content), "The stored video is another one.");
        Assert.Equal(stored.Sha256, blob.Metadata["sha256"]);
    }

    internal void AssertAgain(string code, CopyOutcome outcome)
    {
        Assert.Equal(code, Assert.IsType<CopyOutcome.TryAgain>(outcome).Failure.Code);
        Assert.Empty(Service.Blobs.Blobs);
    }

    protected async Task<CopyOutcome> CopyAsync(
        string link = "https://cdn.example.com/1.mp4?signature=secret", CancellationToken cancellationToken = default)
    {
        using var copier = Service.Create<VideoCopier>();
        return await copier.CopyAsync(CopyTarget.Video(Record), new Uri(link), cancellationToken);
    }
}
