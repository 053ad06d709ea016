namespace Seedance.Launch;

/// <summary>Keeps a process's output in a file, for reading after the fact.</summary>
public sealed class LineLog : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();
    private bool _closed;

    public LineLog(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _writer = new StreamWriter(path) { AutoFlush = true };
    }

    public string Path { get; }

    public void Add(string line)
    {
        lock (_gate)
        {
            if (!_closed)
                _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
