namespace Seedance.Launch;

/// <summary>The last lines a process wrote, for the message when it fails. Lines may come from two threads.</summary>
internal sealed class OutputTail(int capacity = 200)
{
    private readonly Queue<string> _lines = new(capacity);
    private readonly Lock _gate = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == capacity)
                _lines.Dequeue();

            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join(Environment.NewLine, _lines);
    }
}
