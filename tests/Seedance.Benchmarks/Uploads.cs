using System.Net;
using Seedance.Launch;
using Seedance.Tests.Media;

namespace Seedance.Benchmarks;

/// <summary>How long a batch of events takes to be answered: Event Grid waits for 30 s, then it delivers the batch again.</summary>
internal static class Uploads
{
    private const int WarmUps = 20;
    private const int Events = 200;
    private const double GoalSeconds = 30;

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"uploads: a batch of {Events} events, then the same again ...");
        // Longer than the benchmark: what the generations do later is not measured here.
        await using var stack = await Stack.StartAsync(progressSeconds: 600);
        var container = await UploadContainer.OpenAsync(stack.Storage.ConnectionString, "uploads");
        await DeliverAsync(stack, await UploadAsync(stack, container, "warm-up", WarmUps));

        var blobs = await UploadAsync(stack, container, "batch", Events);
        var first = await DeliverAsync(stack, blobs);
        var again = await DeliverAsync(stack, blobs);
        return
        [
            new("uploads, batch of 200 events answered", first, "s", GoalSeconds),
            new("uploads, the same batch delivered again", again, "s", GoalSeconds),
        ];
    }

    private static async Task<IReadOnlyList<UploadedBlob>> UploadAsync(Stack stack, UploadContainer container, string folder, int count)
    {
        var picture = Pictures.Jpeg(1280, 720, Pictures.Baseline, Pictures.Exif(20_000));
        var blobs = new List<UploadedBlob>();
        for (var number = 0; number < count; number++)
        {
            blobs.Add(await container.PutAsync(
                $"{stack.App.Settings.Client.Name}/{folder}/{number}.jpg", picture, ("prompt", $"Picture%20{number}%20of%20{folder}")));
        }
        return blobs;
    }

    private static async Task<double> DeliverAsync(Stack stack, IReadOnlyList<UploadedBlob> blobs)
    {
        var began = TimeProvider.System.GetTimestamp();
        var status = await EventGridEndpoint.DeliverAsync(stack.App.BaseUrl, [.. blobs.Select(BlobCreated.EventGridEvent)]);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return status == HttpStatusCode.Accepted
            ? seconds
            : throw new LaunchException($"The app answered {(int)status} to a batch of {blobs.Count} events.");
    }
}
