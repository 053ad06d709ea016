namespace Seedance.Emulator.Durable;

/// <summary>
/// Holds an orchestrator on the one thread of its turn. Whatever comes back from another thread, or after the turn has ended, is an
/// await on something that is not a durable task.
/// </summary>
internal sealed class TurnScheduler : TaskScheduler
{
    private readonly Queue<Task> _queue = new();
    private readonly Action<string> _strayedLate;
    private int _thread;
    private string? _strayed;

    public TurnScheduler(Action<string> strayedLate)
    {
        _strayedLate = strayedLate;
        Context = new PostToScheduler(this);
    }

    public string? Strayed => Volatile.Read(ref _strayed);

    private SynchronizationContext Context { get; }

    private bool IsHere => _thread == Environment.CurrentManagedThreadId;

    public void Run(Action turn)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Context);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var task = new Task(turn);
            task.RunSynchronously(this);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            Volatile.Write(ref _thread, 0);
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Drain()
    {
        while (_queue.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>False, and noted, when the caller is not the turn's thread.</summary>
    public bool Belongs()
    {
        if (!IsHere)
        {
            Stray();
        }

        return IsHere;
    }

    public void Verify()
    {
        if (!Belongs())
        {
            throw new InvalidOperationException(Strayed);
        }
    }

    public void Stray()
    {
        const string Reason = "The orchestrator continued outside its turn: it awaited something that is not a durable task, or used "
            + "the context on another thread.";
        if (Interlocked.CompareExchange(ref _strayed, Reason, null) is null && Volatile.Read(ref _thread) == 0)
        {
            _strayedLate(Reason);
        }
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _queue;

    protected override void QueueTask(Task task)
    {
        if (IsHere)
        {
            _queue.Enqueue(task);
        }
        else
        {
            Stray();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsHere && TryExecuteTask(task);

    private sealed class PostToScheduler(TurnScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) =>
            Task.Factory.StartNew(() => d(state), CancellationToken.None, TaskCreationOptions.None, scheduler);

        public override SynchronizationContext CreateCopy() => this;
    }
}
