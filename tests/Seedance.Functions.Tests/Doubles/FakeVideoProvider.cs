namespace Seedance.Functions.Tests.Doubles;

/// <summary>A provider that answers what a test says, and remembers what it was asked.</summary>
internal sealed class FakeVideoProvider : IVideoProvider
{
    public List<VideoSubmission> Submissions { get; } = [];
    public List<string> Looks { get; } = [];
    public Func<VideoSubmission, Task<SubmitOutcome>> OnSubmit { get; set; }
        = _ => throw new InvalidOperationException("No submit was expected.");

    public Func<string, PollOutcome> OnGet { get; set; } = _ => throw new InvalidOperationException("No look was expected.");
    public bool ReplaysIdempotencyKey => true;

    public Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Submissions.Add(submission);
        return OnSubmit(submission);
    }

    public Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        Looks.Add(providerTaskId);
        return Task.FromResult(OnGet(providerTaskId));
    }

    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal static class SubmitAnswers
{
    public static readonly SubmitOutcome Accepted = new SubmitOutcome.Accepted(
        Samples.ProviderTask(TaskState.Pending) with { CreditsReserved = 1.25m }, Replayed: false);

    public static readonly SubmitOutcome NotSent = new SubmitOutcome.NotSent(
        TaskFailure.Of(FailureCodes.ProviderRateLimited), TimeSpan.FromSeconds(7));
    public static readonly SubmitOutcome Rejected = new SubmitOutcome.Rejected(TaskFailure.Of(FailureCodes.ContentPolicyViolation));
    public static readonly SubmitOutcome Unknown = new SubmitOutcome.Unknown("timeout", Answered: false);
}
