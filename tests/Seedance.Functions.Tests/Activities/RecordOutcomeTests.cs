using Microsoft.Extensions.Logging.Testing;

namespace Seedance.Functions.Tests.Activities;

public sealed class RecordOutcomeTests
{
    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 1200, "abc");
    private static readonly TaskFailure Failure = TaskFailure.Of(FailureCodes.VideoIncomplete);
    private static readonly Outcome Cancel = Outcome.Cancelled("cancelled by the caller");

    private readonly FakeService _service = new(measures: true);
    private readonly FakeLogger<RecordOutcome> _log = new();

    public static TheoryData<Outcome> Ends => [Outcome.Completed(Video), Outcome.Failed(Failure), Cancel];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task The_first_end_is_the_end(Outcome outcome)
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Time.Advance(TimeSpan.FromMinutes(3));

        await RunAsync(record, outcome);

        var ended = await _service.ReadAsync(record);
        Assert.Equal((outcome.State, TaskStage.Done, outcome.Reason), (ended.State, ended.Stage, ended.History[^1].Reason));
        Assert.Equal((outcome.Video, outcome.Failure, _service.Time.GetUtcNow()), (ended.Video, ended.Failure, ended.CompletedAt));
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(record, outcome);
        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.UnknownError)));
        Assert.Equal(ended.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Theory]
    [InlineData(TaskState.Processing, TaskState.Completed)]
    [InlineData(TaskState.Cancelled, TaskState.Cancelled)]
    public async Task A_video_that_another_run_has_stored_wins_over_a_failure(TaskState state, TaskState ends)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state, ProviderTaskId = Samples.ProviderTaskId });
        _service.Blobs.Put(VideoStore.NameOf(record), new byte[1200], "abc");

        await RunAsync(record, Outcome.Failed(Failure));

        var ended = await _service.ReadAsync(record);
        Assert.Equal((ends, Video with { Blob = VideoStore.NameOf(record) }, null), (ended.State, ended.Video, ended.Failure));
    }

    [Fact]
    public async Task The_failure_of_what_no_provider_took_does_not_wait_for_blob_storage()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Blobs.Failure = new RequestFailedException(503, "busy");

        await RunAsync(record, Outcome.Failed(Failure));

        Assert.Equal(TaskState.Failed, (await _service.ReadAsync(record)).State);
    }

    [Fact]
    public async Task A_video_that_comes_after_a_cancel_is_noted_once_and_the_task_stays_cancelled()
    {
        var record = await _service.AddAsync(Samples.Record);
        await RunAsync(record, Cancel with { LeftAtProvider = Samples.ProviderTaskId });
        var cancelled = await _service.ReadAsync(record);

        await RunAsync(record, Outcome.Completed(Video));
        await RunAsync(record, Outcome.Completed(Video with { Sha256 = "another" }));

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, Video, Samples.ProviderTaskId), (noted.State, noted.Video, noted.ProviderTaskId));
        Assert.Equal((cancelled.CompletedAt, cancelled.History.Count), (noted.CompletedAt, noted.History.Count));
        Assert.Equal(1200, Assert.Single(_service.Meters.Of("seedance.video.bytes")).Value);
        Assert.Single(_service.Meters.Of("seedance.tasks.cancelled"));
        Assert.All(["seedance.tasks.completed", "seedance.tasks.failed"], name => Assert.Empty(_service.Meters.Of(name)));
    }

    [Fact]
    public async Task The_line_and_the_measurements_of_an_end_tell_once_what_queries_need()
    {
        const string Task = "model=seedance-2.0-text-to-video provider=evolink";
        const string Priced = "model=seedance-2.0-text-to-video pricing_version=v provider=evolink";
        var record = await _service.AddAsync(Samples.Record with
        {
            ProviderTaskId = "cgt-1",
            LastPolledAt = Samples.Now.AddSeconds(90),
            Polls = 4,
            WokenBy = "webhook",
            Estimate = new TaskEstimate(60, 70, "v"),
            CreditsReserved = 75,
            CreditsCharged = 55.5m,
        });
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        var outcome = Outcome.Completed(Video) with { MoreVideos = [Video with { Bytes = 300 }] };
        await RunAsync(record, outcome);
        await RunAsync(record, outcome);

        var line = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal("TaskEnded", line.Id.Name);
        Assert.Equal(
            "Client=studio Code= CreditsCharged=55.5 CreditsEstimated=70 DurationSeconds=120 Model=seedance-2.0-text-to-video Polls=4 "
            + $"Provider=evolink State=completed StoreSeconds=30 TaskId={record.Id} VideoBytes=1200 WokenBy=webhook",
            string.Join(' ', line.StructuredState!.Where(value => value.Key != "{OriginalFormat}")
                .Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal)));
        AssertMeasured("seedance.video.time_to_store", (30, "provider=evolink"));
        AssertMeasured("seedance.task.duration", (120, $"{Task} state=completed"));
        AssertMeasured("seedance.credits.charged", (55.5, $"client=studio {Task}"));
        AssertMeasured("seedance.video.bytes", (1500, Task));
        AssertMeasured(
            "seedance.credits.drift",
            (5, $"between=estimate and reserved {Priced}"),
            (-4.5, $"between=estimate and charged {Priced}"),
            (-19.5, $"between=reserved and charged {Priced}"));
    }

    [Fact]
    public async Task Where_nothing_was_charged_for_a_failure_there_is_no_drift()
    {
        var record = await _service.AddAsync(Samples.Record with { Estimate = new TaskEstimate(60, 60, "v"), CreditsCharged = 0 });

        await RunAsync(record, Outcome.Failed(TaskFailure.Of(FailureCodes.ServiceError)));

        AssertMeasured("seedance.credits.drift");
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

    [Theory]
    [InlineData(SubmissionState.None, null, 0)]
    [InlineData(SubmissionState.Accepted, null, 67.5)]
    [InlineData(SubmissionState.Accepted, 66.6, 66.6)]
    public async Task A_cancelled_task_holds_what_it_was_or_may_be_charged(SubmissionState submission, double? charged, double total)
    {
        var (record, budget) = await ReservedAsync(Samples.Record with { Submission = submission, CreditsCharged = (decimal?)charged });

        await RunAsync(record, Cancel);
        await RunAsync(record, Cancel);

        Assert.Equal((decimal)total, ClientBudgets.CreditsOf(budget.Rows.Single(row => row.RowKey == "total")));
    }

    private void AssertMeasured(string instrument, params (double Value, string Tags)[] expected)
        => Assert.Equal(expected, _service.Meters.Of(instrument));

    private async Task<(TaskRecord Record, ObservedTable Budget)> ReservedAsync(TaskRecord record)
    {
        _service.Options.Clients[Samples.Client].DailyCredits = 100;
        var price = new Estimate { PricingVersion = "v", From = 67.5m, To = 67.5m, AmountToReserve = 67.5m };
        var reservation = await _service.Budgets.ReserveAsync(record.Client, [(record.Id, price)]);
        var table = _service.Tables.GetTableClient(ClientBudgets.TableName);
        return (await _service.AddAsync(record with { BudgetDay = reservation.Day }), table);
    }

    private Task RunAsync(TaskRecord record, Outcome outcome)
        => _service.Create<RecordOutcome>(_log).RunAsync(new RecordInput(Samples.ReferenceTo(record), outcome), CancellationToken.None);
}
