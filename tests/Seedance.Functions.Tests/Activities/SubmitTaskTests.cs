using Seedance.Functions.Tests.Doubles;
using static Seedance.Functions.Tests.Doubles.SubmitAnswers;

namespace Seedance.Functions.Tests.Activities;

public class SubmitTaskTests
{
    private readonly FakeService _service = new();

    public static TheoryData<SubmitOutcome, SubmitKind> Outcomes => new()
    {
        { Accepted, SubmitKind.Accepted },
        { NotSent, SubmitKind.NotSent },
        { Rejected, SubmitKind.Rejected },
        { Unknown, SubmitKind.Unknown },
    };

    [Fact]
    public async Task The_marker_is_in_the_table_before_the_request_leaves()
    {
        var record = await _service.AddAsync(Samples.Record);
        TaskRecord? marked = null;
        _service.Provider.OnSubmit = async _ =>
        {
            marked = await _service.ReadAsync(record);
            return Accepted;
        };

        await SubmitAsync(record);

        Assert.Equal((SubmissionState.Submitting, 1, TaskStage.Submitting), (marked!.Submission, marked.SubmitAttempt, marked.Stage));
        Assert.Equal(Samples.Now, marked.SubmittedAt);
    }

    [Fact]
    public async Task The_provider_gets_the_request_with_the_task_s_own_key_and_webhook()
    {
        var record = await AddAsync(Accepted);

        await SubmitAsync(record);

        Assert.Equal(
            new VideoSubmission(record.Request, record.Id.ToString(), _service.Get<ProviderWebhooks>().UrlFor(record)),
            Assert.Single(_service.Provider.Submissions) with { Request = record.Request });
        Assert.Equal(record.Request.Prompt, _service.Provider.Submissions[0].Request.Prompt);
    }

    [Fact]
    public async Task What_the_provider_accepted_is_recorded()
    {
        var record = await AddAsync(Accepted);

        Assert.Equal(new SubmitResult(SubmitKind.Accepted, Samples.ProviderTaskId), await SubmitAsync(record));

        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Accepted, Samples.ProviderTaskId), (noted.Submission, noted.ProviderTaskId));
        Assert.Equal((TaskState.Pending, TaskStage.Waiting, 1.25m), (noted.State, noted.Stage, noted.CreditsReserved));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task A_second_run_of_an_attempt_returns_the_same_and_does_not_post(SubmitOutcome outcome, SubmitKind kind)
    {
        var record = await AddAsync(outcome);

        Assert.Equal(kind, (await SubmitAsync(record)).Kind);
        var second = await SubmitAsync(record);

        Assert.Equal((kind, 1), (second.Kind, _service.Provider.Submissions.Count));
        Assert.Equal(outcome is SubmitOutcome.Rejected ? FailureCodes.ContentPolicyViolation : null, second.Failure?.Code);
    }

    [Fact]
    public async Task A_second_run_while_the_first_may_be_under_way_never_posts()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = _ => throw new InvalidOperationException("The process dies here.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => SubmitAsync(record));

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record)).Kind);
        Assert.Single(_service.Provider.Submissions);
    }

    [Theory]
    [InlineData(SubmissionState.Submitting, SubmitKind.Unknown)]
    [InlineData(SubmissionState.Unknown, SubmitKind.Unknown)]
    [InlineData(SubmissionState.Rejected, SubmitKind.Rejected)]
    public async Task Not_even_another_attempt_posts_where_money_may_be_spent(SubmissionState submission, SubmitKind kind)
    {
        var record = await _service.AddAsync(Samples.Record with { Submission = submission, SubmitAttempt = 1 });

        Assert.Equal(kind, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task After_an_attempt_that_never_arrived_the_next_one_posts_under_its_key()
    {
        var record = await AddAsync(NotSent);
        Assert.Equal(TimeSpan.FromSeconds(7), (await SubmitAsync(record)).RetryAfter);
        Assert.Equal(SubmissionState.NotSent, (await _service.ReadAsync(record)).Submission);
        Answers(Accepted);

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record, attempt: 2)).Kind);

        Assert.Equal(2, (await _service.ReadAsync(record)).SubmitAttempt);
        Assert.Equal(2, _service.Provider.Submissions.Count);
        Assert.Single(_service.Provider.Submissions.Select(submission => submission.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task A_marker_whose_response_was_lost_is_its_own_writer_s()
    {
        var record = await AddAsync(Accepted);
        _service.Table.LosesNextUpdateAnswer = true;

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record)).Kind);
        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Fact]
    public async Task An_ambiguous_attempt_is_replayed_once_and_under_the_same_key()
    {
        var record = await AddAsync(Unknown);
        await SubmitAsync(record);
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Unknown, TaskStage.Settling, TaskState.Pending), (noted.Submission, noted.Stage, noted.State));

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);

        Assert.Equal(2, _service.Provider.Submissions.Count);
        Assert.Single(_service.Provider.Submissions.Select(submission => submission.IdempotencyKey).Distinct());
        Assert.True((await _service.ReadAsync(record)).SubmitReplayed);
    }

    [Fact]
    public async Task A_replay_that_finds_the_task_settles_it()
    {
        var record = await AddAsync(Unknown);
        await SubmitAsync(record);
        Answers(Accepted);

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task A_replay_that_is_refused_says_nothing_of_the_request_before_it(SubmitOutcome outcome, SubmitKind kind)
    {
        if (kind == SubmitKind.Accepted) return;
        var record = await AddAsync(Unknown);
        await SubmitAsync(record);
        Answers(outcome);

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(SubmissionState.Unknown, (await _service.ReadAsync(record)).Submission);
        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Equal(2, _service.Provider.Submissions.Count);
    }

    [Fact]
    public async Task A_run_that_loses_the_race_for_the_marker_does_not_post()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => _service.ChangeBehindTheirBackAsync(
            record, other => other with { Submission = SubmissionState.Submitting, SubmitAttempt = 1 });

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record)).Kind);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_response_is_recorded_even_when_the_process_is_told_to_stop()
    {
        var record = await _service.AddAsync(Samples.Record);
        using var stopping = new CancellationTokenSource();
        _service.Provider.OnSubmit = async _ =>
        {
            await stopping.CancelAsync();
            return Accepted;
        };

        await SubmitAsync(record, cancellationToken: stopping.Token);

        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public async Task A_task_that_has_ended_is_never_submitted(TaskState state)
    {
        var record = await _service.AddAsync(Samples.Record with { State = state });

        Assert.Equal(SubmitKind.Ended, (await SubmitAsync(record)).Kind);
        Assert.Equal(SubmitKind.Ended, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_task_without_a_record_is_never_submitted()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SubmitAsync(Samples.Record));
        Assert.Empty(_service.Provider.Submissions);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task What_the_webhook_has_settled_meanwhile_stays_settled(SubmitOutcome outcome, SubmitKind kind)
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            await _service.ChangeBehindTheirBackAsync(
                record,
                current => current.Move(TaskState.Processing, TaskStage.Waiting, "adopted", Samples.Now) with
                {
                    Submission = SubmissionState.Accepted,
                    ProviderTaskId = Samples.ProviderTaskId,
                });
            return outcome;
        };

        var result = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Accepted, Samples.ProviderTaskId), (result.Kind, result.ProviderTaskId));
        var noted = await _service.ReadAsync(record);
        Assert.Equal(
            (TaskState.Processing, TaskStage.Waiting, SubmissionState.Accepted), (noted.State, noted.Stage, noted.Submission));
        Assert.Equal(kind == SubmitKind.Accepted ? 1.25m : null, noted.CreditsReserved);
    }

    [Fact]
    public async Task A_task_that_ended_meanwhile_keeps_its_end_and_learns_the_provider_s_id()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            await _service.ChangeBehindTheirBackAsync(
                record, current => current.Move(TaskState.Cancelled, TaskStage.Done, "cancelled", Samples.Now));
            return Accepted;
        };

        await SubmitAsync(record);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, Samples.ProviderTaskId), (noted.State, noted.ProviderTaskId));
    }

    private Task<TaskRecord> AddAsync(SubmitOutcome outcome)
    {
        Answers(outcome);
        return _service.AddAsync(Samples.Record);
    }

    private void Answers(SubmitOutcome outcome) => _service.Provider.OnSubmit = _ => Task.FromResult(outcome);

    private Task<SubmitResult> SubmitAsync(
        TaskRecord record, int attempt = 1, bool replay = false, CancellationToken cancellationToken = default)
        => _service.Create<SubmitTask>().RunAsync(new SubmitInput(Samples.ReferenceTo(record), attempt, replay), cancellationToken);
}
