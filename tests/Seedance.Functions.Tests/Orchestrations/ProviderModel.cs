namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>A provider on the test's clock: what it accepted is paid for, and finishes after a while.</summary>
internal sealed class ProviderModel(TimeProvider time, Action kill) : IVideoProvider
{
    private readonly Dictionary<string, (DateTimeOffset Accepted, string Key)> _tasks = [];

    /// <summary>What becomes of the next submits; after the last one, every submit is accepted.</summary>
    public Queue<SubmitFate> Fates { get; } = new();
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(2);
    public ProviderEnding Ending { get; set; } = ProviderEnding.Completed;
    public bool ReplaysIdempotencyKey { get; set; } = true;
    public Func<Task> OnCalled { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs when a task was accepted, before its answer is on the way.</summary>
    public Func<string, Task> OnAccepted { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs when a submit was answered with a task, and the answer has come to a living process.</summary>
    public Action OnAnswered { get; set; } = () => { };

    /// <summary>Answers a look in the provider's place; null lets it answer for itself.</summary>
    public Func<string, PollOutcome?> OnLook { get; set; } = _ => null;
    public Func<Task> OnLooking { get; set; } = () => Task.CompletedTask;
    public int Submits { get; private set; }
    public int Looks { get; private set; }

    /// <summary>Tasks that were accepted, which is what costs money.</summary>
    public int Paid => _tasks.Count;
    public DateTimeOffset? AcceptedAt => _tasks.Count == 0 ? null : _tasks.Values.Min(task => task.Accepted);
    public bool HasEnded => time.GetUtcNow() - AcceptedAt >= Duration;

    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        Submits++;
        await OnCalled();
        var fate = Fates.TryDequeue(out var next) ? next : SubmitFate.Accepted;
        if (fate == SubmitFate.NotSent) return new SubmitOutcome.NotSent(TaskFailure.Of(FailureCodes.ServiceUnavailable), null);
        if (fate == SubmitFate.Rejected) return new SubmitOutcome.Rejected(TaskFailure.Of(FailureCodes.ContentPolicyViolation));
        if (fate == SubmitFate.RequestLost) return new SubmitOutcome.Unknown("The connection was reset.", Answered: false);
        var known = ReplaysIdempotencyKey ? _tasks.FirstOrDefault(task => task.Value.Key == submission.IdempotencyKey).Key : null;
        var id = known ?? string.Create(CultureInfo.InvariantCulture, $"provider-{_tasks.Count + 1}");
        _tasks.TryAdd(id, (time.GetUtcNow(), submission.IdempotencyKey));
        await OnAccepted(id);
        if (fate == SubmitFate.AnswerLost) return new SubmitOutcome.Unknown("The answer was lost.", Answered: false);
        if (fate == SubmitFate.AnsweredWithoutId) return new SubmitOutcome.Unknown("HTTP 200 without a task id", Answered: true);
        if (fate == SubmitFate.Crash)
        {
            kill();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
        OnAnswered();
        return new SubmitOutcome.Accepted(TaskOf(id), known is not null);
    }

    public async Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        Looks++;
        await OnCalled();
        var answer = OnLook(providerTaskId)
            ?? (Knows(providerTaskId) ? new PollOutcome.Found(TaskOf(providerTaskId)) : new PollOutcome.NotFound());
        await OnLooking();
        return answer;
    }

    public bool Knows(string id) => _tasks.ContainsKey(id);

    public ProviderTask TaskOf(string id)
    {
        var state = time.GetUtcNow() - _tasks[id].Accepted < Duration ? TaskState.Processing
            : Ending == ProviderEnding.Failed ? TaskState.Failed
            : Ending == ProviderEnding.Cancelled ? TaskState.Cancelled
            : TaskState.Completed;
        return new ProviderTask
        {
            Id = id,
            State = state,
            ProviderStatus = state.Word(),
            ResultUrls = state == TaskState.Completed && Ending == ProviderEnding.Completed ? [$"https://cdn.example.com/{id}.mp4"] : [],
            Failure = state == TaskState.Failed ? TaskFailure.Of(FailureCodes.ServiceError) : null,
            CreditsReserved = 67.5m,
        };
    }
}

/// <summary>
/// What becomes of a submit on its way to the provider and back. NotSent: it never got there, and the sender knows. RequestLost: it never
/// got there, and the sender cannot know. AnswerLost: the provider took it. AnsweredWithoutId: it took it, and its answer does not name the
/// task. Crash: the process died with the response in its hands.
/// </summary>
public enum SubmitFate { Accepted, NotSent, Rejected, RequestLost, AnswerLost, AnsweredWithoutId, Crash }

/// <summary>How the provider's work ends. CompletedWithoutLink: it says completed, and never gives a link.</summary>
internal enum ProviderEnding { Completed, Failed, Cancelled, CompletedWithoutLink }
