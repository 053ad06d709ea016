using System.Globalization;
using Seedance.Providers;

namespace Seedance.Functions.Tests.Engine;

/// <summary>A provider on the test's clock: what it accepted is paid for, and finishes after a while.</summary>
internal sealed class ProviderModel(TimeProvider time) : IVideoProvider, IVideoProviders
{
    private readonly Dictionary<string, (DateTimeOffset Accepted, string Key)> _tasks = [];

    /// <summary>What becomes of the next submits; after the last one, every submit is accepted.</summary>
    public Queue<SubmitFate> Fates { get; } = new();

    /// <summary>How long the provider works on a task.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs when a task was accepted, before its answer is on the way.</summary>
    public Func<string, Task> OnAccepted { get; set; } = _ => Task.CompletedTask;

    /// <summary>Kills the process that is talking to the provider.</summary>
    public Action Kill { get; set; } = () => { };

    /// <summary>Answers a look in the provider's place; null lets it answer for itself.</summary>
    public Func<string, PollOutcome?> OnLook { get; set; } = _ => null;

    public int Submits { get; private set; }

    public int Looks { get; private set; }

    /// <summary>Tasks that were accepted, which is what costs money.</summary>
    public int Paid => _tasks.Count;

    public IEnumerable<string> TaskIds => _tasks.Keys;

    public string Name => ProviderNames.EvoLink;

    public bool ReplaysIdempotencyKey { get; set; } = true;

    public IVideoProvider Get(string name) => this;

    public string? ReadCallbackTaskId(ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    public async Task<SubmitOutcome> SubmitAsync(VideoSubmission submission, CancellationToken cancellationToken)
    {
        Submits++;
        var fate = Fates.TryDequeue(out var next) ? next : SubmitFate.Accepted;
        switch (fate)
        {
            case SubmitFate.NotSent:
                return new SubmitOutcome.NotSent("Connection refused.", null);
            case SubmitFate.Rejected:
                return new SubmitOutcome.Rejected(TaskFailure.Of(FailureCodes.ContentPolicyViolation));
            case SubmitFate.RequestLost:
                return new SubmitOutcome.Unknown("The connection was reset.");
        }
        var known = ReplaysIdempotencyKey ? _tasks.FirstOrDefault(task => task.Value.Key == submission.IdempotencyKey).Key : null;
        var id = known ?? string.Create(CultureInfo.InvariantCulture, $"provider-{_tasks.Count + 1}");
        _tasks.TryAdd(id, (time.GetUtcNow(), submission.IdempotencyKey));
        await OnAccepted(id);
        if (fate == SubmitFate.AnswerLost) return new SubmitOutcome.Unknown("The answer was lost.");
        if (fate == SubmitFate.Crash)
        {
            Kill();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
        return new SubmitOutcome.Accepted(TaskOf(id), known is not null);
    }

    public Task<PollOutcome> GetAsync(string providerTaskId, CancellationToken cancellationToken)
    {
        Looks++;
        return Task.FromResult(OnLook(providerTaskId)
            ?? (_tasks.ContainsKey(providerTaskId) ? new PollOutcome.Found(TaskOf(providerTaskId)) : new PollOutcome.NotFound()));
    }

    public ProviderTask TaskOf(string id)
    {
        var finished = time.GetUtcNow() - _tasks[id].Accepted >= Duration;
        return new ProviderTask
        {
            Id = id,
            State = finished ? TaskState.Completed : TaskState.Processing,
            ProviderStatus = finished ? "completed" : "processing",
            Progress = finished ? 100 : 50,
            ResultUrls = finished ? [$"https://cdn.example.com/{id}.mp4"] : [],
            CreditsReserved = 67.5m,
        };
    }
}
