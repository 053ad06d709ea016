using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Seedance.Emulator.Host;

/// <summary>
/// The console's log: a line for each entry, and the stack below it when there is one. Scopes stand behind the line where
/// <c>Logging:Console:FormatterOptions:IncludeScopes</c> asks for them.
/// </summary>
internal sealed class ConsoleLines(IOptionsMonitor<ConsoleFormatterOptions> options) : ConsoleFormatter(nameof(ConsoleLines))
{
    // How the generic host reports a failed start. StartFailure says the same in a sentence, or the crash shows the stack.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int StartFailed = 11;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry is { Category: HostCategory, EventId.Id: StartFailed })
        {
            return;
        }

        var time = TimeProvider.System.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        textWriter.WriteLine(
            $"[{time}] {logEntry.LogLevel} {logEntry.Category}: {logEntry.Formatter(logEntry.State, logEntry.Exception)}{ScopesOf(scopeProvider)}");
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private string ScopesOf(IExternalScopeProvider? scopes)
    {
        if (scopes is null || !options.CurrentValue.IncludeScopes)
        {
            return string.Empty;
        }

        var text = new StringBuilder();
        scopes.ForEachScope(
            (scope, line) => line.Append(" => ").Append(scope is IEnumerable<KeyValuePair<string, object>> pairs
                ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
                : scope),
            text);
        return text.ToString();
    }
}
