using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Doubles;
using static Seedance.Functions.Tests.Doubles.SubmitAnswers;

namespace Seedance.Functions.Tests.Activities;

public class SubmitTaskTests
{
    private readonly FakeService _service = new();

    [Fact]
    public async Task The_marker_lies_in_the_table_before_the_request_leaves()
    {
        var record = await _service.AddAsync(Samples.Record);
        TaskRecord? whileSubmitting = null;
        _service.Provider.OnSubmit = async _ =>
        {
            whileSubmitting = await _service.ReadAsync(record);
            return Accepted;
        };

        await SubmitAsync(record);

        Assert.Equal(SubmissionState.Submitting, whileSubmitting!.Submission);
        Assert.Equal(1, whileSubmitting.SubmitAttempt);
        Assert.Equal(TaskStage.Submitting, whileSubmitting.Stage);
        Assert.Equal(Samples.Now, whileSubmitting.SubmittedAt);
    }

    [Fact]
    public async Task The_provider_gets_the_request_with_the_task_s_own_key_and_webhook()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Accepted);

        await SubmitAsync(record);

        var submission = Assert.Single(_service.Provider.Submissions);
        Assert.Equal(record.Id.ToString(), submission.IdempotencyKey);
        Assert.Equal(_service.Webhooks.UrlFor(record), submission.CallbackUrl);
        Assert.Equal(record.Request.Prompt, submission.Request.Prompt);
    }

    [Fact]
    public async Task What_the_provider_accepted_is_recorded()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Accepted);

        var result = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Accepted, Samples.ProviderTaskId), (result.Kind, result.ProviderTaskId));
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Accepted, Samples.ProviderTaskId), (noted.Submission, noted.ProviderTaskId));
        Assert.Equal((TaskState.Pending, TaskStage.Waiting, 1.25m), (noted.State, noted.Stage, noted.CreditsReserved));
    }

    [Fact]
    public async Task A_second_delivery_of_an_accepted_attempt_returns_the_same_and_does_not_post()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Accepted);
        var first = await SubmitAsync(record);

        Assert.Equal(first, await SubmitAsync(record));
        Assert.Equal(first, await SubmitAsync(record, replay: true));
        Assert.Single(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_second_delivery_while_the_first_may_be_under_way_never_posts()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Provider.OnSubmit = _ => throw new InvalidOperationException("The process dies here.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => SubmitAsync(record));

        var result = await SubmitAsync(record);

        Assert.Equal(SubmitKind.Unknown, result.Kind);
        Assert.Equal(FailureCodes.SubmitOutcomeUnknown, result.Failure?.Code);
        Assert.Single(_service.Provider.Submissions);
    }

    [Theory]
    [InlineData(SubmissionState.Submitting)]
    [InlineData(SubmissionState.Unknown)]
    public async Task Not_even_another_attempt_posts_after_an_ambiguous_one(SubmissionState submission)
    {
        var record = await _service.AddAsync(Samples.Record with { Submission = submission, SubmitAttempt = 1 });

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task After_an_attempt_that_never_arrived_the_next_one_posts()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(NotSent);
        var result = await SubmitAsync(record);
        Assert.Equal((SubmitKind.NotSent, TimeSpan.FromSeconds(7)), (result.Kind, result.RetryAfter));
        Assert.Equal(SubmissionState.NotSent, (await _service.ReadAsync(record)).Submission);

        Answers(Accepted);

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Equal(2, _service.Provider.Submissions.Count);
        Assert.Equal(2, (await _service.ReadAsync(record)).SubmitAttempt);
        Assert.Single(_service.Provider.Submissions.Select(submission => submission.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task A_second_delivery_of_an_attempt_that_never_arrived_does_not_post()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(NotSent);
        await SubmitAsync(record, attempt: 2);

        Assert.Equal(SubmitKind.NotSent, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Equal(SubmitKind.NotSent, (await SubmitAsync(record, attempt: 1)).Kind);
        Assert.Single(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_refusal_is_recorded_and_returned_again_without_a_second_post()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Rejected);
        var first = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Rejected, FailureCodes.ContentPolicyViolation), (first.Kind, first.Failure?.Code));
        Assert.Equal(SubmissionState.Rejected, (await _service.ReadAsync(record)).Submission);
        Assert.Equal(first, await SubmitAsync(record));
        Assert.Equal(first, await SubmitAsync(record, attempt: 2));
        Assert.Single(_service.Provider.Submissions);
    }

    [Fact]
    public async Task A_marker_whose_answer_was_lost_is_known_as_ones_own_and_the_post_goes_out()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Accepted);
        _service.Table.LosesNextUpdateAnswer = true;

        var result = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Accepted, 1), (result.Kind, _service.Provider.Submissions.Count));
        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Fact]
    public async Task An_ambiguous_answer_is_recorded_as_unknown()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Unknown);

        var result = await SubmitAsync(record);

        Assert.Equal((SubmitKind.Unknown, "timeout"), (result.Kind, result.Failure?.Message));
        var noted = await _service.ReadAsync(record);
        Assert.Equal((SubmissionState.Unknown, TaskStage.Settling, TaskState.Pending), (noted.Submission, noted.Stage, noted.State));
    }

    [Fact]
    public async Task An_ambiguous_attempt_is_replayed_once_and_under_the_same_key()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Unknown);
        await SubmitAsync(record);

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);

        Assert.Equal(2, _service.Provider.Submissions.Count);
        Assert.Equal(_service.Provider.Submissions[0].IdempotencyKey, _service.Provider.Submissions[1].IdempotencyKey);
        Assert.True((await _service.ReadAsync(record)).SubmitReplayed);
    }

    [Fact]
    public async Task A_replay_that_finds_the_task_settles_it()
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Unknown);
        await SubmitAsync(record);
        Answers(Accepted);

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(Samples.ProviderTaskId, (await _service.ReadAsync(record)).ProviderTaskId);
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("not sent")]
    public async Task A_replay_that_is_refused_or_not_sent_says_nothing_of_the_request_before_it(string outcome)
    {
        var record = await _service.AddAsync(Samples.Record);
        Answers(Unknown);
        await SubmitAsync(record);
        Answers(outcome == "rejected" ? Rejected : NotSent);

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, replay: true)).Kind);
        Assert.Equal(SubmissionState.Unknown, (await _service.ReadAsync(record)).Submission);

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record, attempt: 2)).Kind);
        Assert.Equal(2, _service.Provider.Submissions.Count);
    }

    [Fact]
    public async Task Whoever_loses_the_race_for_the_marker_does_not_post()
    {
        var record = await _service.AddAsync(Samples.Record);
        _service.Table.BeforeUpdate = () => _service.ChangeBehindTheirBackAsync(
            record, other => other with { Submission = SubmissionState.Submitting, SubmitAttempt = 1 });

        Assert.Equal(SubmitKind.Unknown, (await SubmitAsync(record)).Kind);
        Assert.Empty(_service.Provider.Submissions);
    }

    [Fact]
    public async Task An_answer_is_recorded_even_when_the_process_is_told_to_stop_right_after_it()
    {
        var record = await _service.AddAsync(Samples.Record);
        using var stopping = new CancellationTokenSource();
        _service.Provider.OnSubmit = async _ =>
        {
            await stopping.CancelAsync();
            return Accepted;
        };

        Assert.Equal(SubmitKind.Accepted, (await SubmitAsync(record, cancellationToken: stopping.Token)).Kind);
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

    private void Answers(SubmitOutcome outcome) => _service.Provider.OnSubmit = _ => Task.FromResult(outcome);

    private Task<SubmitResult> SubmitAsync(
        TaskRecord record, int attempt = 1, bool replay = false, CancellationToken cancellationToken = default)
        => new SubmitTask(_service.Records, _service.Provider, _service.Webhooks, _service.Get<UploadedMedia>(), _service.Metrics, _service.Time, NullLogger<SubmitTask>.Instance)
            .RunAsync(new SubmitInput(Samples.ReferenceTo(record), attempt, replay), cancellationToken);
}
