namespace Seedance.Functions.Tests.Activities;

public class PollTaskTests
{
    private readonly FakeService _service = new();

    [Theory]
    [InlineData(TaskState.Pending, PollKind.Running, TaskState.Pending)]
    [InlineData(TaskState.Processing, PollKind.Running, TaskState.Processing)]
    [InlineData(TaskState.Completed, PollKind.CompletedWithoutVideo, TaskState.Processing)]
    [InlineData(TaskState.Failed, PollKind.Failed, TaskState.Processing)]
    [InlineData(TaskState.Cancelled, PollKind.Cancelled, TaskState.Processing)]
    public async Task Every_state_of_the_provider_has_its_kind(TaskState provider, PollKind kind, TaskState recorded)
    {
        var record = await AddAsync(Samples.Record);
        var failure = provider == TaskState.Failed ? TaskFailure.Of(FailureCodes.ContentPolicyViolation) : null;
        Says(Samples.ProviderTask(provider) with { Failure = failure });

        var said = kind is PollKind.Running or PollKind.CompletedWithoutVideo ? provider.Word() : null;
        Assert.Equal(new PollResult(kind, failure, Said: said), await PollAsync(record));
        Assert.Equal(recorded, (await _service.ReadAsync(record)).State);
    }

    [Fact]
    public async Task A_completed_task_with_a_link_has_a_video_and_the_link_goes_nowhere()
    {
        var record = await AddAsync(Samples.Record);
        Says(Samples.ProviderTask(TaskState.Completed, "https://cdn.example.com/secret.mp4"));

        Assert.Equal(new PollResult(PollKind.Completed), await PollAsync(record));
        Assert.DoesNotContain(
            _service.Table.Rows.SelectMany(row => row).Select(column => column.Value),
            value => (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}")
                .Contains("secret.mp4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_does_not_know_the_task_or_cannot_be_asked_changes_nothing()
    {
        var record = await AddAsync(Samples.Record);

        _service.Provider.OnGet = _ => new PollOutcome.NotFound();
        Assert.Equal(new PollResult(PollKind.NotFound), await PollAsync(record));

        _service.Provider.OnGet = _ => new PollOutcome.Unavailable("HTTP 429", TimeSpan.FromSeconds(30));
        Assert.Equal(new PollResult(PollKind.Unavailable, null, TimeSpan.FromSeconds(30), "HTTP 429"), await PollAsync(record));

        Assert.Equal(record.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Theory]
    [InlineData(TaskState.Pending, 10)]
    [InlineData(TaskState.Processing, null)]
    public async Task What_the_provider_says_is_recorded_and_nothing_goes_backward_after_that(TaskState state, int? progress)
    {
        var record = await AddAsync(Samples.Record);
        _service.Time.Advance(TimeSpan.FromSeconds(5));
        Says(Samples.ProviderTask(TaskState.Processing) with { Progress = 40, CreditsReserved = 2.5m, CreditsCharged = 2.25m });
        await PollAsync(record, byWebhook: true);
        var noted = await _service.ReadAsync(record);
        Assert.Equal((_service.Time.GetUtcNow(), "webhook", TaskStage.Waiting), (noted.LastPolledAt, noted.WokenBy, noted.Stage));

        Says(Samples.ProviderTask(state) with { Progress = progress });
        await PollAsync(record, late: true);

        noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, TaskStage.Reconciling, 40), (noted.State, noted.Stage, noted.Progress));
        Assert.Equal((2.5m, 2.25m), (noted.CreditsReserved, noted.CreditsCharged));
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task A_task_that_has_ended_is_not_touched(TaskState ended)
    {
        var record = await AddAsync(Samples.Record with { State = ended });
        Says(Samples.ProviderTask(TaskState.Processing) with { Progress = 99 });

        await PollAsync(record);

        Assert.Equal(record.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Theory]
    [InlineData(true, SubmissionState.Accepted, Samples.ProviderTaskId)]
    [InlineData(false, SubmissionState.Unknown, null)]
    public async Task A_lost_submission_is_adopted_when_the_provider_confirms_it(bool confirms, SubmissionState submission, string? id)
    {
        var record = await _service.AddAsync(Samples.Record with { Submission = SubmissionState.Unknown });
        _service.Provider.OnGet = _ => confirms
            ? new PollOutcome.Found(Samples.ProviderTask(TaskState.Processing))
            : new PollOutcome.NotFound();

        await PollAsync(record);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((submission, id), (noted.Submission, noted.ProviderTaskId));
        Assert.Equal([Samples.ProviderTaskId], _service.Provider.Looks);
    }

    private void Says(ProviderTask task) => _service.Provider.OnGet = _ => new PollOutcome.Found(task);

    private Task<TaskRecord> AddAsync(TaskRecord record)
        => _service.AddAsync(record with { ProviderTaskId = Samples.ProviderTaskId, Submission = SubmissionState.Accepted });

    private Task<PollResult> PollAsync(TaskRecord record, bool byWebhook = false, bool late = false)
        => _service.Create<PollTask>()
            .RunAsync(new PollInput(Samples.ReferenceTo(record), Samples.ProviderTaskId, byWebhook, late), CancellationToken.None);
}
