using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Another delivery of the activity that failed may have stored the video.</summary>
public sealed class StoredVideoWinsTests : IDisposable
{
    private static readonly TaskFailure Failure = TaskFailure.Of(FailureCodes.VideoIncomplete);

    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly FakeMeters _meters = new();
    private readonly MemoryTables _tables = new();
    private readonly MemoryVideos _blobs;
    private readonly StorageTrouble _trouble;
    private readonly TaskRecords _records;
    private readonly VideoStore _videos;

    public StoredVideoWinsTests()
    {
        _trouble = new StorageTrouble(_clock, () => new TaskCompletionSource().Task, () => { });
        _blobs = new MemoryVideos(_trouble);
        _records = new TaskRecords(_tables);
        var links = new BlobReadLinks(_blobs, _clock, NullLogger<BlobReadLinks>.Instance);
        _videos = new VideoStore(_blobs, links, Samples.As(Samples.Options), _clock);
    }

    [Fact]
    public async Task A_failure_does_not_count_where_the_video_is_stored()
    {
        var record = await AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId });
        var video = Put(record);

        var ended = await EndAsync(record);

        Assert.Equal((TaskState.Completed, video, null), (ended.State, ended.Video, ended.Failure));
    }

    [Fact]
    public async Task A_failure_counts_where_no_video_is_stored()
    {
        var ended = await EndAsync(await AddAsync(Samples.Record with { ProviderTaskId = Samples.ProviderTaskId }));

        Assert.Equal((TaskState.Failed, null, Failure), (ended.State, ended.Video, ended.Failure));
    }

    [Fact]
    public async Task The_failure_of_what_no_provider_took_does_not_wait_for_blob_storage()
    {
        _trouble.GoDown(TimeSpan.FromHours(1));

        Assert.Equal(TaskState.Failed, (await EndAsync(await AddAsync(Samples.Record))).State);
    }

    [Fact]
    public async Task A_cancelled_task_whose_video_is_stored_says_where_and_stays_cancelled()
    {
        var record = await AddAsync(Samples.Record with { State = TaskState.Cancelled, Stage = TaskStage.Done });
        var video = Put(record);

        var late = new RecordLateVideo(_records, _videos, _meters.Metrics, _clock);
        await late.RunAsync(new LateVideo(Samples.ReferenceTo(record), Video: null), CancellationToken.None);

        var noted = await ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, video), (noted.State, noted.Video));
    }

    public void Dispose() => _meters.Dispose();

    private async Task<TaskRecord> AddAsync(TaskRecord record)
    {
        await _records.AddAsync(record, CancellationToken.None);
        return record;
    }

    private StoredVideo Put(TaskRecord record)
    {
        _blobs.Put(VideoStore.NameOf(record), new byte[12], "abc");
        return new StoredVideo(VideoStore.NameOf(record), 12, "abc");
    }

    private async Task<TaskRecord> EndAsync(TaskRecord record)
    {
        var budgets = new ClientBudgets(_tables, Samples.As(Samples.Options), _meters.Metrics, _clock);
        await new RecordOutcome(_records, _videos, budgets, _meters.Metrics, _clock, NullLogger<RecordOutcome>.Instance)
            .RunAsync(new RecordInput(Samples.ReferenceTo(record), Outcome.Failed(Failure)), CancellationToken.None);
        return await ReadAsync(record);
    }

    private async Task<TaskRecord> ReadAsync(TaskRecord record)
        => (await _records.FindAsync(record.Client, record.Id, CancellationToken.None))!;
}
