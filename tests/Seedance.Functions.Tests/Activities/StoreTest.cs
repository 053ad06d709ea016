namespace Seedance.Functions.Tests.Activities;

/// <summary>Runs of the activity that stores a task's results.</summary>
public abstract class StoreTest
{
    protected const string Cdn = "https://cdn.example.com/";

    protected static readonly byte[] Png = [0x89, .. "PNG\r\n\u001a\n"u8];

    protected StoreTest() => Service.Web.OnRequest = request => Web[request.RequestUri!.AbsolutePath]();

    internal FakeService Service { get; } = new();

    /// <summary>What lies at which path.</summary>
    protected Dictionary<string, Func<HttpResponseMessage>> Web { get; } = [];

    protected async Task<TaskRecord> AddAsync(string? lastFrame, params string[] videos)
    {
        foreach (var (index, video) in videos.Index()) Web.TryAdd("/" + video, () => VideoDownloads.Of(VideoDownloads.Mp4(101 + index)));
        Web["/last"] = () => VideoDownloads.Of(Png);
        Service.Provider.OnGet = _ => new PollOutcome.Found(
            Samples.ProviderTask(TaskState.Completed, [.. videos.Select(video => Cdn + video)]) with
            {
                LastFrameUrl = lastFrame is null ? null : Cdn + lastFrame,
            });
        return await Service.AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId });
    }

    protected Task<StoreResult> StoreAsync(TaskRecord record)
        => Service.Create<StoreVideo>().RunAsync(Samples.ReferenceTo(record), CancellationToken.None);
}
