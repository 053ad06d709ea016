using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Generation;
using Seedance.Functions.Tasks;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Generation;

public sealed class RecordOutcomeTests : IDisposable
{
    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 12, "abc");

    private readonly FakeService _service = new();
    private readonly FakeMeters _meters = new();

    [Fact]
    public async Task A_completed_task_has_its_video()
    {
        var ended = await EndAsync(Outcome.Completed(Video));

        Assert.Equal((TaskState.Completed, TaskStage.Done, Video), (ended.State, ended.Stage, ended.Video));
        Assert.Equal(_service.Time.Now, ended.CompletedAt);
        Assert.Null(ended.Failure);
    }

    [Fact]
    public async Task A_failed_task_says_why()
    {
        var failure = TaskFailure.Of(FailureCodes.TimedOutWaiting);

        var ended = await EndAsync(Outcome.Failed(failure));

        Assert.Equal((TaskState.Failed, failure), (ended.State, ended.Failure));
        Assert.Null(ended.Video);
    }

    [Fact]
    public async Task A_cancelled_task_keeps_the_reason_in_its_history()
        => Assert.Equal("cancelled by the caller", (await EndAsync(Outcome.Cancelled("cancelled by the caller"))).History[^1].Reason);

    [Fact]
    public async Task The_first_end_is_the_end()
    {
        var record = await _service.AddAsync(Samples.Record);
        await RunAsync(record, Outcome.Completed(Video));
        var first = await _service.ReadAsync(record);
        _service.Time.Advance(TimeSpan.FromMinutes(1));

        await RunAsync(record, Outcome.Completed(Video));
        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.UnknownError)));

        Assert.Equal(first.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task How_far_estimate_reservation_and_charge_lie_apart_is_measured_once()
    {
        var record = await _service.AddAsync(Samples.Record with
        {
            Estimate = new TaskEstimate(60, 70, "evolink-2026-09-16"),
            CreditsReserved = 75,
            CreditsCharged = 55,
        });
        await RunAsync(record, Outcome.Completed(Video));
        await RunAsync(record, Outcome.Completed(Video));

        Assert.Equal(
            [("estimate and reserved", 5d), ("estimate and charged", -5d), ("reserved and charged", -20d)],
            _meters.Measured.Select(each => (each.Between, each.Value)));
        Assert.All(_meters.Measured, each => Assert.Equal("evolink-2026-09-16", each.PricingVersion));
    }

    [Fact]
    public async Task Where_nothing_was_charged_for_a_failure_there_is_no_drift()
    {
        var record = await _service.AddAsync(Samples.Record with { Estimate = new TaskEstimate(60, 60, "v"), CreditsCharged = 0 });
        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.ServiceError)));

        Assert.Empty(_meters.Measured);
    }

    public void Dispose() => _meters.Dispose();

    private async Task<TaskRecord> EndAsync(Outcome outcome)
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Time.Advance(TimeSpan.FromMinutes(3));
        await RunAsync(record, outcome);
        return await _service.ReadAsync(record);
    }

    private Task RunAsync(TaskRecord record, Outcome outcome)
        => new RecordOutcome(_service.Records, new CreditDrift(_meters), _service.Time, NullLogger<RecordOutcome>.Instance)
            .RunAsync(new RecordInput(Samples.ReferenceTo(record), outcome), CancellationToken.None);
}
