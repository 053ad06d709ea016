namespace Seedance.Functions.Tests.Doubles;

/// <summary>One answer of each kind to a submit.</summary>
internal static class SubmitAnswers
{
    public static readonly SubmitOutcome Accepted = new SubmitOutcome.Accepted(
        Samples.ProviderTask(TaskState.Pending) with { CreditsReserved = 1.25m }, Replayed: false);

    public static readonly SubmitOutcome NotSent = new SubmitOutcome.NotSent("refused", TimeSpan.FromSeconds(7));
    public static readonly SubmitOutcome Rejected = new SubmitOutcome.Rejected(TaskFailure.Of(FailureCodes.ContentPolicyViolation));
    public static readonly SubmitOutcome Unknown = new SubmitOutcome.Unknown("timeout");
}
