using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskCostTests
{
    [Theory]
    [InlineData(TaskState.Completed, SubmissionState.Accepted, null, null)]
    [InlineData(TaskState.Failed, SubmissionState.None, FailureCodes.InternalError, 0)]
    [InlineData(TaskState.Failed, SubmissionState.NotSent, FailureCodes.ServiceUnavailable, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Rejected, FailureCodes.ContentPolicyViolation, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.ContentPolicyViolation, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.ServiceError, 0)]
    [InlineData(TaskState.Failed, SubmissionState.Unknown, FailureCodes.SubmitOutcomeUnknown, null)]
    [InlineData(TaskState.Failed, SubmissionState.Submitting, FailureCodes.InternalError, null)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.TimedOutWaiting, null)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.VideoNotValid, null)]
    [InlineData(TaskState.Failed, SubmissionState.Accepted, FailureCodes.StorageFailed, null)]
    [InlineData(TaskState.Cancelled, SubmissionState.None, null, 0)]
    [InlineData(TaskState.Cancelled, SubmissionState.NotSent, null, 0)]
    [InlineData(TaskState.Cancelled, SubmissionState.Unknown, null, null)]
    [InlineData(TaskState.Cancelled, SubmissionState.Accepted, null, null)]
    [InlineData(TaskState.Processing, SubmissionState.None, null, null)]
    public void What_surely_was_not_paid_is_given_back_and_nothing_else(TaskState state, SubmissionState submission, string? failure, int? credits)
        => Assert.Equal(credits, TaskCost.Of(Samples.Record with
        {
            State = state,
            Submission = submission,
            Failure = failure is null ? null : TaskFailure.Of(failure),
        }));

    [Fact]
    public void A_video_that_did_not_come_may_have_been_paid_whatever_its_code()
        => Assert.All(
            FailureCodes.All.Where(code => code.StartsWith("video_", StringComparison.Ordinal)),
            code => Assert.Null(TaskCost.Of(Samples.Record with
            {
                State = TaskState.Failed,
                Submission = SubmissionState.Accepted,
                Failure = TaskFailure.Of(code),
            })));

    [Theory]
    [InlineData(TaskState.Completed)]
    [InlineData(TaskState.Failed)]
    [InlineData(TaskState.Cancelled)]
    public void What_the_provider_says_it_charged_counts(TaskState state)
        => Assert.Equal(12.5m, TaskCost.Of(Samples.Record with { State = state, CreditsCharged = 12.5m }));
}
