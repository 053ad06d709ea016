using System.Text;
using Seedance.Functions.Tests.Doubles;

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
    public async Task Every_state_of_the_provider_has_its_finding(TaskState provider, PollKind finding, TaskState recorded)
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(provider));

        var result = await PollAsync(record);

        Assert.Equal(finding, result.Kind);
        Assert.Equal(recorded, (await _service.ReadAsync(record)).State);
    }

    [Fact]
    public async Task A_completed_task_with_a_link_has_a_video_and_the_link_goes_nowhere()
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Completed, "https://cdn.example.com/secret.mp4"));

        Assert.Equal(new PollResult(PollKind.Completed), await PollAsync(record));
        Assert.DoesNotContain(
            _service.Table.Rows.SelectMany(row => row).Select(column => column.Value),
            value => (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}")
                .Contains("secret.mp4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_provider_s_failure_is_passed_on()
    {
        var record = await AddAsync();
        var failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation);
        Says(Samples.ProviderTask(TaskState.Failed) with { Failure = failure });

        Assert.Equal(failure, (await PollAsync(record)).Failure);
    }

    [Fact]
    public async Task A_provider_that_does_not_know_the_task_or_cannot_be_asked_changes_nothing()
    {
        var record = await AddAsync();

        _service.Provider.OnGet = _ => new PollOutcome.NotFound();
        Assert.Equal(new PollResult(PollKind.NotFound), await PollAsync(record));

        _service.Provider.OnGet = _ => new PollOutcome.Unavailable("HTTP 429", TimeSpan.FromSeconds(30));
        Assert.Equal(new PollResult(PollKind.Unavailable) { RetryAfter = TimeSpan.FromSeconds(30) }, await PollAsync(record));

        Assert.Equal(record.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task What_the_provider_says_is_noted()
    {
        var record = await AddAsync();
        _service.Time.Advance(TimeSpan.FromSeconds(5));
        Says(Samples.ProviderTask(TaskState.Processing) with { Progress = 40, CreditsReserved = 2.5m, CreditsCharged = 2.25m });

        await PollAsync(record, wokenBy: "webhook");

        var noted = await _service.ReadAsync(record);
        Assert.Equal((40, 2.5m, 2.25m), (noted.Progress, noted.CreditsReserved, noted.CreditsCharged));
        Assert.Equal((_service.Time.GetUtcNow(), "webhook", TaskStage.Waiting), (noted.LastPolledAt, noted.WokenBy, noted.Stage));
    }

    [Fact]
    public async Task Nothing_goes_backward_and_nothing_known_is_forgotten()
    {
        var record = await AddAsync(current => current with
        {
            State = TaskState.Processing,
            Progress = 60,
            CreditsReserved = 2.5m,
            CreditsCharged = 2.25m,
        });
        Says(Samples.ProviderTask(TaskState.Pending) with { Progress = 10 });

        await PollAsync(record);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, 60, 2.5m, 2.25m), (noted.State, noted.Progress, noted.CreditsReserved, noted.CreditsCharged));

        Says(Samples.ProviderTask(TaskState.Processing));
        await PollAsync(record);
        Assert.Equal(60, (await _service.ReadAsync(record)).Progress);
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task A_task_that_has_ended_is_not_touched(TaskState ended)
    {
        var record = await AddAsync(current => current with { State = ended });
        Says(Samples.ProviderTask(TaskState.Processing) with { Progress = 99 });

        await PollAsync(record);

        Assert.Equal(record.ETag, (await _service.ReadAsync(record)).ETag);
    }

    [Fact]
    public async Task A_late_task_is_shown_as_reconciling()
    {
        var record = await AddAsync();
        Says(Samples.ProviderTask(TaskState.Processing));

        await PollAsync(record, late: true);

        Assert.Equal(TaskStage.Reconciling, (await _service.ReadAsync(record)).Stage);
    }

    [Fact]
    public async Task A_submission_whose_answer_was_lost_is_adopted_once_the_provider_confirms_it()
    {
        var record = await AddAsync(current => current with { ProviderTaskId = null, Submission = SubmissionState.Unknown });
        Says(Samples.ProviderTask(TaskState.Processing));

        await PollAsync(record);

        var adopted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Accepted, Samples.ProviderTaskId), (adopted.Submission, adopted.ProviderTaskId));
        Assert.Equal([Samples.ProviderTaskId], _service.Provider.Looks);
    }

    [Fact]
    public async Task A_submission_that_the_provider_does_not_confirm_is_not_adopted()
    {
        var record = await AddAsync(current => current with { ProviderTaskId = null, Submission = SubmissionState.Unknown });
        _service.Provider.OnGet = _ => new PollOutcome.NotFound();

        await PollAsync(record);

        Assert.Null((await _service.ReadAsync(record)).ProviderTaskId);
    }

    private void Says(ProviderTask task) => _service.Provider.OnGet = _ => new PollOutcome.Found(task);

    private Task<TaskRecord> AddAsync(Func<TaskRecord, TaskRecord>? change = null)
    {
        var record = Samples.Record with { ProviderTaskId = Samples.ProviderTaskId, Submission = SubmissionState.Accepted };
        return _service.AddAsync(change is null ? record : change(record));
    }

    private Task<PollResult> PollAsync(TaskRecord record, string wokenBy = "poll", bool late = false)
        => new PollTask(_service.Records, _service.Get<VideoProviders>(), _service.Metrics, _service.Time)
            .RunAsync(new PollInput(Samples.ReferenceTo(record), Samples.ProviderTaskId, wokenBy, late), CancellationToken.None);
}
