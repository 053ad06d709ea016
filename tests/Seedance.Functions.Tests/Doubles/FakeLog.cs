using Microsoft.Extensions.Logging;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>A log that a test can read, with the scopes that each line was written in.</summary>
internal sealed class FakeLog : ILoggerProvider, ISupportExternalScope
{
    private readonly List<Line> _lines = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<Line> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public ILogger<T> For<T>() => LoggerFactory.Create(logging => logging.AddProvider(this).SetMinimumLevel(LogLevel.Trace)).CreateLogger<T>();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    internal sealed record Line(
        string Category, LogLevel Level, string? Event, string Text, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Scope);

    private sealed class Logger(FakeLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new Dictionary<string, string>();
            log._scopes.ForEachScope((each, all) => Add(each, all), scope);
            var values = new Dictionary<string, string>();
            Add(state, values);
            lock (log._lines) log._lines.Add(new Line(category, logLevel, eventId.Name, formatter(state, exception), values, scope));
        }

        private static void Add(object? state, Dictionary<string, string> all)
        {
            if (state is not IEnumerable<KeyValuePair<string, object?>> pairs) return;
            foreach (var (key, value) in pairs) all[key] = $"{value}";
        }
    }
}
