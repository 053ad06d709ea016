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
    public async Task The_marker_is_in_the_table_before_the_request_leaves_and_the_outcome_afterwards()
    {
        var record = await _service.AddAsync(Samples.Record);
        TaskRecord? marked = null;
        _service.Provider.OnSubmit = async _ =>
        {
            marked = await _service.ReadAsync(record);
            return Accepted;
        };

        Assert.Equal(new SubmitResult(SubmitKind.Accepted, Samples.ProviderTaskId), await SubmitAsync(record));

        Assert.Equal((SubmissionState.Submitting, 1, TaskStage.Submitting), (marked!.Submission, marked.SubmitAttempt, marked.Stage));
        Assert.Equal(Samples.Now, marked.SubmittedAt);
        Assert.Equal(
            new VideoSubmission(record.Request, record.Id.ToString(), _service.Get<ProviderWebhooks>().UrlFor(record)),
            Assert.Single(_service.Provider.Submissions) with { Request = record.Request });
        Assert.Equal(record.Request.Prompt, _service.Provider.Submissions[0].Request.Prompt);
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Accepted, Samples.ProviderTaskId), (noted.Submission, noted.ProviderTaskId));
        Assert.Equal((TaskState.Pending, TaskStage.Waiting, 1.25m), (noted.State, noted.Stage, noted.CreditsReserved));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task A_second_run_of_an_attempt_returns_the_same_and_does_not_post(SubmitOutcome outcome, SubmitKind kind)
    {
        var record = await AddAsync(outcome);

        var first = await SubmitAsync(record);
        var second = await SubmitAsync(record);

        Assert.Equal((kind, kind, 1), (first.Kind, second.Kind, _service.Provider.Submissions.Count));
        Assert.Equal(first with { RetryAfter = null }, second);
        Assert.Equal(kind != SubmitKind.Accepted, second.Failure is not null);
    }

    [Theory]
    [InlineData(SubmissionState.Submitting, SubmitKind.Unknown)]
    [InlineData(SubmissionState.Unknown, SubmitKind.Unknown)]
    [InlineData(SubmissionState.Rejected, SubmitKind.Rejected)]
    public async Task Neither_a_second_run_nor_another_attempt_posts_where_money_may_be_spent(SubmissionState submission, SubmitKind kind)
    {
        var record = await _service.AddAsync(Samples.Record with { Submission = submission, SubmitAttempt = 1 });

        Assert.Equal(kind, (await SubmitAsync(record)).Kind);
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
        AssertPostedTwiceUnderOneKey();
    }

    [Fact]
    public async Task A_marker_whose_response_was_lost_is_its_own_writer_s()
    {
        var record = await AddAsync(Accepted);
        _service.Table.LosesNextUpdateAnswer = true;

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record)).Kind);
        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task An_ambiguous_attempt_is_replayed_once_and_only_acceptance_settles_it(SubmitOutcome outcome, SubmitKind kind)
    {
        var record = await AddAsync(Unknown);
        await SubmitAsync(record);
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Unknown, TaskStage.Settling, TaskState.Pending), (noted.Submission, noted.Stage, noted.State));
        Answers(outcome);
        if (kind != SubmitKind.Accepted) kind = SubmitKind.Unknown;

        Assert.Equal(kind, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(kind, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(kind, (await SubmitAsync(record, attempt: 2)).Kind);

        var settled = await _service.ReadAsync(record);
        Assert.Equal((kind.ToString(), true), (settled.Submission.ToString(), settled.SubmitReplayed));
        Assert.Equal(kind == SubmitKind.Accepted ? Samples.ProviderTaskId : null, settled.ProviderTaskId);
        AssertPostedTwiceUnderOneKey();
    }

    [Fact]
    public async Task What_was_answered_without_a_task_is_never_sent_again_and_is_quoted()
    {
        var record = await AddAsync(new SubmitOutcome.Unknown("HTTP 200 without a task id", Answered: true));

        var answered = await SubmitAsync(record);
        var replayed = await SubmitAsync(record, replay: true);

        Assert.Equal((SubmitKind.Unknown, false, SubmitKind.Unknown), (answered.Kind, answered.MayReplay, replayed.Kind));
        Assert.Contains("(HTTP 200 without a task id)", answered.Failure!.Message, StringComparison.Ordinal);
        Assert.Single(_service.Provider.Submissions);
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

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task What_the_webhook_has_settled_meanwhile_stays_settled(SubmitOutcome outcome, SubmitKind kind)
    {
        var record = await AddAsync(outcome, current => current.Move(TaskState.Processing, TaskStage.Waiting, "adopted", Samples.Now) with
        {
            Submission = SubmissionState.Accepted,
            ProviderTaskId = Samples.ProviderTaskId,
        });

        Assert.Equal(new SubmitResult(SubmitKind.Accepted, Samples.ProviderTaskId), await SubmitAsync(record) with { RetryAfter = null });

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Processing, TaskStage.Waiting, SubmissionState.Accepted), (noted.State, noted.Stage, noted.Submission));
        Assert.Equal(kind == SubmitKind.Accepted ? 1.25m : null, noted.CreditsReserved);
    }

    [Fact]
    public async Task A_task_that_ended_meanwhile_keeps_its_end_and_learns_the_provider_s_id()
    {
        var record = await AddAsync(Accepted, current => current.Move(TaskState.Cancelled, TaskStage.Done, "cancelled", Samples.Now));

        await SubmitAsync(record);

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, Samples.ProviderTaskId), (noted.State, noted.ProviderTaskId));
    }

    /// <summary>Adds a task whose submit has this outcome, after the record was changed so by somebody else.</summary>
    private Task<TaskRecord> AddAsync(SubmitOutcome outcome, Func<TaskRecord, TaskRecord>? meanwhile = null)
    {
        var adding = _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = async _ =>
        {
            if (meanwhile is not null) await _service.ChangeBehindTheirBackAsync(await adding, meanwhile);
            return outcome;
        };
        return adding;
    }

    private void Answers(SubmitOutcome outcome) => _service.Provider.OnSubmit = _ => Task.FromResult(outcome);

    private void AssertPostedTwiceUnderOneKey()
    {
        Assert.Equal(2, _service.Provider.Submissions.Count);
        Assert.Single(_service.Provider.Submissions.Select(submission => submission.IdempotencyKey).Distinct());
    }

    private Task<SubmitResult> SubmitAsync(
        TaskRecord record, int attempt = 1, bool replay = false, CancellationToken cancellationToken = default)
        => _service.Create<SubmitTask>().RunAsync(new SubmitInput(Samples.ReferenceTo(record), attempt, replay), cancellationToken);
}
