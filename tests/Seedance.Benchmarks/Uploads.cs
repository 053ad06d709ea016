using Seedance.Tests.Requests;

namespace Seedance.Benchmarks;

/// <summary>How long a burst of uploads lies in the queue before each has its task.</summary>
internal static class Uploads
{
    private const int WarmUps = 20;
    private const int Events = 200;
    private const double GoalSeconds = 30;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static async Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"uploads: a burst of {Events} events, then the same again ...");
        // Longer than the benchmark: what the generations do later is not measured here.
        await using var stack = await Stack.StartAsync(progressSeconds: 600);
        var container = await Launch.UploadContainer.OpenAsync(stack.Storage.ConnectionString, "uploads");
        var queue = UploadEvents.Of(stack.Storage.ConnectionString);
        await DeliverAsync(queue, await UploadAsync(stack, container, "warm-up", WarmUps));

        var blobs = await UploadAsync(stack, container, "burst", Events);
        var first = await DeliverAsync(queue, blobs);
        var again = await DeliverAsync(queue, blobs);
        return
        [
            new("uploads, burst of 200 events taken", first, "s", GoalSeconds),
            new("uploads, the same burst delivered again", again, "s", GoalSeconds),
        ];
    }

    private static async Task<IReadOnlyList<UploadedBlob>> UploadAsync(Stack stack, Launch.UploadContainer container, string folder, int count)
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

    private static async Task<double> DeliverAsync(UploadEvents queue, IReadOnlyList<UploadedBlob> blobs)
    {
        var start = TimeProvider.System.GetTimestamp();
        var messages = await Task.WhenAll(blobs.Select(blob => queue.SendAsync(BlobCreated.EventGridEvent(blob))));
        foreach (var message in messages)
        {
            while (!await message.HasLeftAsync())
            {
                if (TimeProvider.System.GetElapsedTime(start) > Limit) throw new LaunchException($"Not all of {blobs.Count} events were taken within {Limit}.");
                await Task.Delay(Look);
            }
        }
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
