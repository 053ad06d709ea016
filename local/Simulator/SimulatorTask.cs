using System.Text.Json;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator;

/// <summary>A task of one of the providers, as it is at the moment of each look.</summary>
public sealed class SimulatorTask
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskPlan _plan;
    private readonly TimeProvider _time;
    private TaskSnapshot? _end;
    private int _polls;
    private int _downloads;

    internal SimulatorTask(Submission submission, TaskPlan plan, string? idempotencyKey, TimeProvider time)
    {
        (Submission, _plan, IdempotencyKey, _time, CreatedAt) = (submission, plan, idempotencyKey, time, time.GetUtcNow());
        Id = submission.Provider.NewTaskId(CreatedAt).PadRight(plan.IdLength, '0');
    }

    public string Id { get; }

    public string Provider => Submission.Provider.Name;

    public string Model => Submission.Model;

    public string Prompt => Submission.Prompt;

    /// <summary>One of <see cref="TaskState"/>.</summary>
    public string State => Snapshot.State;

    /// <summary>0 to 100.</summary>
    public int Progress => Snapshot.Progress;

    public DateTimeOffset CreatedAt { get; }

    /// <summary>What it costs; nothing when it failed or was cancelled.</summary>
    public decimal Credits => CreditsAt(Snapshot);

    public string? IdempotencyKey { get; }

    public string? CallbackUrl => Submission.CallbackUrl;

    public int Polls => _polls;

    public int Downloads => _downloads;

    /// <summary>Size of its video.</summary>
    public long VideoBytes => Video.LengthOf(_plan.VideoBytes);

    /// <summary>The body of its submit.</summary>
    public JsonElement Request => Submission.Body;

    internal Submission Submission { get; }

    internal TaskSnapshot Snapshot
    {
        get
        {
            if (_end is { } end)
                return end;
            var percent = _plan.Duration > TimeSpan.Zero ? (_time.GetUtcNow() - CreatedAt) / _plan.Duration * 100 : 100;
            if (_plan.StuckAt is { } stuck)
                return TaskSnapshot.Running((int)Math.Clamp(percent, 0, stuck));
            return percent < 100 ? TaskSnapshot.Running((int)Math.Max(percent, 0)) : TaskSnapshot.Ended(_plan.Outcome);
        }
    }

    /// <summary>Completes it now. An ended task keeps its end.</summary>
    public void Complete() => End(TaskSnapshot.Ended(TaskState.Completed));

    /// <summary>Fails it now. An ended task keeps its end.</summary>
    public void Fail() => End(TaskSnapshot.Ended(TaskState.Failed));

    internal decimal CreditsAt(TaskSnapshot snapshot) =>
        snapshot.State is TaskState.Failed or TaskState.Cancelled ? 0 : Submission.Provider.Credits;

    internal void CountPoll() => Interlocked.Increment(ref _polls);

    internal int CountDownload() => Interlocked.Increment(ref _downloads);

    internal async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        while (!Snapshot.IsTerminal)
        {
            var left = _plan.StuckAt is null ? CreatedAt + _plan.Duration - _time.GetUtcNow() : Timeout.InfiniteTimeSpan;
            // Timers have a resolution of a millisecond: less would be a busy loop.
            if (_plan.StuckAt is null && left < TimeSpan.FromMilliseconds(1))
                left = TimeSpan.FromMilliseconds(1);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_ended.Task, Task.Delay(left, _time, waiting.Token));
            await waiting.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void End(TaskSnapshot end)
    {
        if (!Snapshot.IsTerminal && Interlocked.CompareExchange(ref _end, end, null) is null)
            _ended.TrySetResult();
    }
}

/// <summary>EvoLink's words for the states; the last three are ends.</summary>
public static class TaskState
{
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    internal static IReadOnlyList<string> All { get; } = [Pending, Processing, Completed, Failed, Cancelled];
}

internal sealed record TaskSnapshot(string State, int Progress)
{
    public bool IsTerminal => State is TaskState.Completed or TaskState.Failed or TaskState.Cancelled;

    /// <summary>Pending for the first few percent.</summary>
    public static TaskSnapshot Running(int progress) =>
        progress < 5 ? new(TaskState.Pending, 0) : new(TaskState.Processing, progress);

    public static TaskSnapshot Ended(string state) => new(state, state == TaskState.Completed ? 100 : 0);

    /// <summary>A task in this state, whatever is true of it.</summary>
    public static TaskSnapshot Claimed(string state) => state switch
    {
        TaskState.Pending => Running(0),
        TaskState.Processing => Running(50),
        _ => Ended(state),
    };
}

/// <summary>Why tasks fail, unless a fault words it.</summary>
internal static class TaskFailure
{
    public const string Code = "content_policy_violation";
    public const string Message = "Content policy violation.\nYour request was blocked by safety filters.";
}

/// <summary>A create request that the provider understands.</summary>
internal sealed record Submission(IProvider Provider, JsonElement Body, string Model, string Prompt, IReadOnlyList<Fault> Faults)
{
    public string? CallbackUrl { get; } = Body.Text("callback_url");
}

/// <summary>What becomes of a task, decided when it is created.</summary>
internal sealed record TaskPlan(TimeSpan Duration, long VideoBytes, string Outcome, int? StuckAt = null, int IdLength = 0)
{
    public static TaskPlan From(SimulatorSettings settings, FaultSet faults)
    {
        var plan = new TaskPlan(TimeSpan.FromSeconds(settings.ProgressSeconds), settings.VideoBytes, TaskState.Completed);
        if (faults.Has(FaultKind.Progress, out var progress))
            plan = plan with { Duration = progress.Seconds("seconds", settings.ProgressSeconds) };
        if (faults.Has(FaultKind.Size, out var size))
            plan = plan with { VideoBytes = size.Number("bytes", settings.VideoBytes) };
        if (faults.Has(FaultKind.LongId))
            plan = plan with { IdLength = 300 };
        if (faults.Has(FaultKind.Stuck, out var stuck))
            plan = plan with { StuckAt = (int)Math.Min(stuck.Number("percent", 95), 99) };
        if (faults.Has(FaultKind.Never))
            plan = plan with { StuckAt = 0 };
        if (faults.Has(FaultKind.Cancelled))
            plan = plan with { Outcome = TaskState.Cancelled };
        if (faults.Has(FaultKind.Failed))
            plan = plan with { Outcome = TaskState.Failed };
        return plan;
    }
}
