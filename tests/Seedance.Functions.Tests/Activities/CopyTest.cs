using System.Security.Cryptography;

namespace Seedance.Functions.Tests.Activities;

public abstract class CopyTest
{
    internal const int BlockBytes = VideoCopier.BlockBytes;

    internal FakeService Service { get; } = new();

    protected TaskRecord Record { get; } = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId };

    internal VideoHost Serve(int length, params long[] breaksAt)
    {
        var host = new VideoHost(VideoDownloads.Mp4(length));
        foreach (var place in breaksAt) host.BreaksAt.Enqueue(place);
        Service.Web.OnRequest = host.Respond;
        return host;
    }

    protected Task<StoreResult> CopyAsync(
        string link = "https://cdn.example.com/1.mp4?signature=secret", int number = 1, CancellationToken cancellationToken = default)
    {
        var target = new CopyTarget(Record, VideoStore.NameOf(Record, number));
        return Service.Get<VideoCopier>().CopyAsync(new Uri(link), head => VideoContent.IsMp4(head) ? target : null, cancellationToken);
    }

    internal void AssertStored(byte[] video, StoreResult result)
    {
        Assert.Equal((StoreKind.Stored, null), (result.Kind, result.Failure));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(video));
        Assert.Equal(new StoredVideo(VideoStore.NameOf(Record), video.Length, sha256), result.Video);
        var blob = Service.Blobs.Blobs[result.Video!.Blob];
        Assert.True(video.AsSpan().SequenceEqual(blob.Content), "The stored video is another one.");
        Assert.Equal(sha256, blob.Metadata["sha256"]);
    }

    internal void AssertAgain(string code, StoreResult result)
    {
        Assert.Equal((StoreKind.TryAgain, code), (result.Kind, result.Failure?.Code));
        Assert.Empty(Service.Blobs.Commits);
    }

    /// <summary>Waits for what happens at the same time as the test.</summary>
    protected static async Task HoldsAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!condition()) await Task.Delay(5, limit.Token);
    }
}
