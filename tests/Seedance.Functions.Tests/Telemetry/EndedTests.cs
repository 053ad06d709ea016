using Microsoft.Extensions.Logging.Testing;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

public class EndedTests
{
    private const string Task = "model=seedance-2.0-text-to-video provider=evolink";

    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 1200, "abc");

    private readonly FakeService _service = new(measures: true);

    [Fact]
    public async Task The_line_and_the_measurements_of_a_task_s_end_tell_what_queries_need()
    {
        var log = new FakeLogger<RecordOutcome>();
        var record = await _service.AddAsync(Samples.Record with
        {
            ProviderTaskId = "cgt-1",
            LastPolledAt = Samples.Now.AddSeconds(90),
            Polls = 4,
            WokenBy = "webhook",
            Estimate = new TaskEstimate(60, 67.5m, "v"),
            CreditsReserved = 67.5m,
            CreditsCharged = 66.5m,
        });
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        var outcome = Outcome.Completed(Video) with { MoreVideos = [Video with { Bytes = 300 }] };
        for (var run = 0; run < 2; run++)
        {
            await _service.Create<RecordOutcome>(log).RunAsync(new RecordInput(Samples.ReferenceTo(record), outcome), CancellationToken.None);
        }

        var line = Assert.Single(log.Collector.GetSnapshot());
        Assert.Equal("TaskEnded", line.Id.Name);
        Assert.Equal(
            "Client=studio Code= CreditsCharged=66.5 CreditsEstimated=67.5 DurationSeconds=120 Model=seedance-2.0-text-to-video Polls=4 "
            + $"Provider=evolink State=completed StoreSeconds=30 TaskId={record.Id} VideoBytes=1200 WokenBy=webhook",
            string.Join(' ', line.StructuredState!.Where(value => value.Key != "{OriginalFormat}")
                .Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal([(30, "provider=evolink")], _service.Meters.Of("seedance.video.time_to_store"));
        Assert.Equal([(120, $"{Task} state=completed")], _service.Meters.Of("seedance.task.duration"));
        Assert.Equal([(66.5, $"client=studio {Task}")], _service.Meters.Of("seedance.credits.charged"));
        Assert.Equal([(1500, Task)], _service.Meters.Of("seedance.video.bytes"));
        Assert.Equal(
            [
                (0, $"between=estimate and reserved {Task.Replace(" ", " pricing_version=v ", StringComparison.Ordinal)}"),
                (0, $"between=estimate and charged {Task.Replace(" ", " pricing_version=v ", StringComparison.Ordinal)}"),
                (-1, $"between=reserved and charged {Task.Replace(" ", " pricing_version=v ", StringComparison.Ordinal)}"),
            ],
            _service.Meters.Of("seedance.credits.drift"));
    }
}
