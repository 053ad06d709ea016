using System.Text.Json;
using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Tasks;

internal sealed class GenerationTask(
    string id, Submission submission, GenerationOrder order, TaskPlan plan, DateTimeOffset createdAt)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskSnapshot? _end;
    private int _replays;
    private int _polls;
    private int _downloads;
    private int _lastLink;
    private int _lastDeadLink;

    public string Id => id;

    public IProviderContract Contract => submission.Contract;

    public GenerationOrder Order => order;

    public JsonElement Request => submission.Body;

    public TaskPlan Plan => plan;

    public DateTimeOffset CreatedAt => createdAt;

    public string? IdempotencyKey { get; init; }

    public int Replays => _replays;

    public int Polls => _polls;

    public int Downloads => _downloads;

    public void CountReplay() => Interlocked.Increment(ref _replays);

    public void CountPoll() => Interlocked.Increment(ref _polls);

    public int CountDownload() => Interlocked.Increment(ref _downloads);

    public int NextLink() => Interlocked.Increment(ref _lastLink);

    public void ExpireLinks() => _lastDeadLink = _lastLink;

    public bool IsLinkDead(int link) => link <= _lastDeadLink;

    public FaultTarget At(string point) => submission.At(point) with { TaskId = id };

    public TaskSnapshot At(DateTimeOffset now)
    {
        if (_end is { } end)
            return end;
        var percent = plan.Duration > TimeSpan.Zero ? (now - createdAt) / plan.Duration * 100 : 100;
        if (plan.StuckAt is { } stuck)
            return TaskSnapshot.Underway((int)Math.Clamp(percent, 0, stuck));
        return percent < 100 ? TaskSnapshot.Underway((int)Math.Max(percent, 0)) : EndAs(plan.Outcome, plan.Failure);
    }

    /// <summary>Ends the task now, whatever was planned. An ended task keeps its end.</summary>
    public bool TryEnd(DateTimeOffset now, TaskState state, TaskFailure? failure)
    {
        if (At(now).IsTerminal || Interlocked.CompareExchange(ref _end, EndAs(state, failure), null) is not null)
            return false;
        _ended.TrySetResult();
        return true;
    }

    public async Task WaitForEndAsync(TimeProvider time, CancellationToken cancellation)
    {
        while (!At(time.GetUtcNow()).IsTerminal)
        {
            var left = plan.StuckAt is null ? createdAt + plan.Duration - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
            if (left != Timeout.InfiniteTimeSpan && left < TimeSpan.FromMilliseconds(1))
                left = TimeSpan.FromMilliseconds(1);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(_ended.Task, Task.Delay(left, time, waiting.Token));
            await waiting.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static TaskSnapshot EndAs(TaskState state, TaskFailure? failure) =>
        new(state, state == TaskState.Completed ? 100 : 0, failure);
}
