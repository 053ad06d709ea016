using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public sealed class RecordOutcomeTests
{
    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 12, "abc");

    private readonly FakeService _service = new(measures: true);

    private IReadOnlyList<(double Value, string Tags)> Drift => _service.Meters.Of("seedance.credits.drift");

    [Fact]
    public async Task A_completed_task_has_its_video()
    {
        var ended = await EndAsync(Outcome.Completed(Video));

        Assert.Equal((TaskState.Completed, TaskStage.Done, Video), (ended.State, ended.Stage, ended.Video));
        Assert.Equal(_service.Time.GetUtcNow(), ended.CompletedAt);
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
        const string Rest = "model=seedance-2.0-text-to-video pricing_version=evolink-2026-09-16 provider=evolink";
        var record = await _service.AddAsync(Samples.Record with
        {
            Estimate = new TaskEstimate(60, 70, "evolink-2026-09-16"),
            CreditsReserved = 75,
            CreditsCharged = 55,
        });
        await RunAsync(record, Outcome.Completed(Video));
        await RunAsync(record, Outcome.Completed(Video));

        Assert.Equal(
            [
                (5, $"between=estimate and reserved {Rest}"),
                (-5, $"between=estimate and charged {Rest}"),
                (-20, $"between=reserved and charged {Rest}"),
            ],
            Drift);
    }

    [Fact]
    public async Task Where_nothing_was_charged_for_a_failure_there_is_no_drift()
    {
        var record = await _service.AddAsync(Samples.Record with { Estimate = new TaskEstimate(60, 60, "v"), CreditsCharged = 0 });
        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.ServiceError)));

        Assert.Empty(Drift);
    }

    [Fact]
    public async Task A_failed_task_gives_its_credits_back_even_if_storage_fails_in_between()
    {
        var (record, budget) = await ReservedAsync(Samples.Record with { Submission = SubmissionState.Rejected });
        budget.Failure = new RequestFailedException(503, "busy");
        var outcome = Outcome.Failed(TaskFailure.Of(FailureCodes.ContentPolicyViolation));
        await Assert.ThrowsAsync<RequestFailedException>(() => RunAsync(record, outcome));
        Assert.Equal(TaskState.Failed, (await _service.ReadAsync(record)).State);

        budget.Failure = null;
        await RunAsync(record, outcome);
        await RunAsync(record, outcome);

        Assert.Equal(0, ClientBudgets.CreditsOf(Assert.Single(budget.Rows)));
    }

    [Fact]
    public async Task A_completed_task_holds_what_it_was_charged()
    {
        var (record, budget) = await ReservedAsync(Samples.Record with { Submission = SubmissionState.Accepted, CreditsCharged = 66.6m });

        await RunAsync(record, Outcome.Completed(Video));
        await RunAsync(record, Outcome.Completed(Video));

        Assert.Equal(["66.6", "66.6"], budget.Rows.Select(row => row.GetString("Credits")));
    }

    [Theory]
    [InlineData(SubmissionState.None, 0)]
    [InlineData(SubmissionState.Accepted, 67.5)]
    public async Task A_cancelled_task_gives_back_what_surely_was_not_paid(SubmissionState submission, double total)
    {
        var (record, budget) = await ReservedAsync(Samples.Record with { Submission = submission });

        await RunAsync(record, Outcome.Cancelled("cancelled by the caller"));

        Assert.Equal((decimal)total, ClientBudgets.CreditsOf(budget.Rows.Single(row => row.RowKey == "total")));
    }

    private async Task<(TaskRecord Record, ObservedTable Budget)> ReservedAsync(TaskRecord record)
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 100;
        var price = new Estimate { PricingVersion = "v", From = 67.5m, To = 67.5m, AmountToReserve = 67.5m };
        var reservation = await _service.Budgets.ReserveAsync(record.Client, [(record.Id, price)]);
        return (await _service.AddAsync(record with { BudgetDay = reservation.Day }), _service.Tables.GetTableClient(ClientBudgets.TableName));
    }

    private async Task<TaskRecord> EndAsync(Outcome outcome)
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Time.Advance(TimeSpan.FromMinutes(3));
        await RunAsync(record, outcome);
        return await _service.ReadAsync(record);
    }

    private Task RunAsync(TaskRecord record, Outcome outcome)
        => new RecordOutcome(
            _service.Records, _service.Videos, _service.Budgets, _service.Metrics, _service.Time, NullLogger<RecordOutcome>.Instance)
            .RunAsync(new RecordInput(Samples.ReferenceTo(record), outcome), CancellationToken.None);
}
