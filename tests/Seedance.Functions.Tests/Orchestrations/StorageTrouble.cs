using Seedance.Functions.Tests.Orchestrations.Hub;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Stands between the app and one storage: it is down for a while, loses answers, or is where the process dies.</summary>
internal sealed class StorageTrouble(TimeProvider time, VirtualTaskHub hub)
{
    private DateTimeOffset _downUntil = DateTimeOffset.MinValue;
    private int _answersToLose;
    private int _writes;
    private (int Write, bool Afterwards)? _death;

    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;
    public bool IsDown => time.GetUtcNow() < _downUntil;

    public void GoDown(TimeSpan duration) => _downUntil = time.GetUtcNow() + duration;

    public void LoseAnswers(int writes) => _answersToLose = writes;

    public void DieAtWrite(int write, bool afterwards) => _death = (_writes + write, afterwards);

    public void End() => (_downUntil, _answersToLose, _death) = (DateTimeOffset.MinValue, 0, null);

    public async Task<T> ReadAsync<T>(Func<T> read)
    {
        await EnterAsync();
        return read();
    }

    public async Task<T> WriteAsync<T>(Func<T> write)
    {
        await BeforeWrite();
        await EnterAsync();
        if (++_writes >= _death?.Write)
        {
            var (_, afterwards) = _death.Value;
            _death = null;
            if (afterwards) write();
            hub.Kill();
            await EnterAsync();
        }
        var answer = write();
        return _answersToLose-- > 0 ? throw new RequestFailedException(503, "The answer was lost.") : answer;
    }

    private async Task EnterAsync()
    {
        // A dead process gets no answers.
        if (hub.IsDead) await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        if (IsDown) throw new RequestFailedException(503, "Storage is out of reach.");
    }
}
