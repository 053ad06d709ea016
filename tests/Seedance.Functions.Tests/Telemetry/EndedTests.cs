using Microsoft.Extensions.Logging.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class EndedTests
{
    private const string Task = "model=seedance-2.0-text-to-video provider=evolink";

    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 1200, "abc");

    private readonly FakeService _service = new(measures: true);
    private readonly FakeLogger<RecordOutcome> _log = new();

    [Fact]
    public async Task The_line_of_a_task_s_end_tells_all_that_a_query_needs()
    {
        var record = await EndAsync(Samples.Record with
        {
            ProviderTaskId = "cgt-1",
            LastPolledAt = Samples.Now.AddSeconds(90),
            Polls = 4,
            WokenBy = "webhook",
            Estimate = new TaskEstimate(60, 67.5m, "v"),
            CreditsCharged = 66.6m,
        });

        var line = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal("TaskEnded", line.Id.Name);
        Assert.Equal(
            new SortedDictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Client"] = "studio",
                ["Code"] = null,
                ["CreditsCharged"] = "66.6",
                ["CreditsEstimated"] = "67.5",
                ["DurationSeconds"] = "120",
                ["Model"] = "seedance-2.0-text-to-video",
                ["Polls"] = "4",
                ["Provider"] = "evolink",
                ["State"] = "completed",
                ["StoreSeconds"] = "30",
                ["TaskId"] = record.Id.ToString(),
                ["VideoBytes"] = "1200",
                ["WokenBy"] = "webhook",
            },
            new SortedDictionary<string, string?>(
                line.StructuredState!.Where(value => value.Key != "{OriginalFormat}").ToDictionary(), StringComparer.Ordinal));
        Assert.Equal([(30, "provider=evolink")], _service.Meters.Of("seedance.video.time_to_store"));
        Assert.Equal([(120, $"{Task} state=completed")], _service.Meters.Of("seedance.task.duration"));
        Assert.Equal([(66.6, $"client=studio {Task}")], _service.Meters.Of("seedance.credits.charged"));
    }

    [Fact]
    public async Task The_bytes_of_every_video_of_a_task_count()
    {
        await EndAsync(Samples.Record, Video with { Bytes = 300 });

        Assert.Equal([(1500, Task)], _service.Meters.Of("seedance.video.bytes"));
    }

    [Fact]
    public async Task A_task_that_no_provider_knew_has_no_polls_and_no_time_to_store()
    {
        var record = await _service.AddAsync(Samples.Record);
        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.ServiceUnavailable)));

        Assert.Empty(_service.Meters.Of("seedance.task.polls"));
        Assert.Empty(_service.Meters.Of("seedance.video.time_to_store"));
        Assert.Empty(_service.Meters.Of("seedance.video.bytes"));
        Assert.Equal([(1, $"code=service_unavailable {Task}")], _service.Meters.Of("seedance.tasks.failed"));
    }

    private async Task<TaskRecord> EndAsync(TaskRecord record, params StoredVideo[] more)
    {
        record = await _service.AddAsync(record);
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(record, Outcome.Completed(Video) with { MoreVideos = more });
        await RunAsync(record, Outcome.Completed(Video) with { MoreVideos = more });
        return record;
    }

    private Task RunAsync(TaskRecord record, Outcome outcome)
        => new RecordOutcome(_service.Records, _service.Videos, _service.Budgets, _service.Metrics, _service.Time, _log)
            .RunAsync(new RecordInput(Samples.ReferenceTo(record), outcome), CancellationToken.None);
}
