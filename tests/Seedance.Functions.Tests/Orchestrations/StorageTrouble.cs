using Azure;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>Stands between the app and one storage: it is down for a while, loses answers, or is where the process dies.</summary>
internal sealed class StorageTrouble(TimeProvider time, Func<Task> died, Action kill)
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

    public void End()
    {
        _downUntil = DateTimeOffset.MinValue;
        _answersToLose = 0;
        _death = null;
    }

    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        await EnterAsync();
        return await read();
    }

    public async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        await BeforeWrite();
        await EnterAsync();
        _writes++;
        if (_death is { } death && death.Write <= _writes)
        {
            _death = null;
            if (death.Afterwards) await write();
            kill();
            await EnterAsync();
        }
        var answer = await write();
        if (_answersToLose == 0) return answer;
        _answersToLose--;
        throw new RequestFailedException(503, "The answer was lost.");
    }

    // A dead process gets no answers.
    private async Task EnterAsync()
    {
        if (died().IsCompleted) await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        if (IsDown) throw new RequestFailedException(503, "Storage is out of reach.");
    }
}
