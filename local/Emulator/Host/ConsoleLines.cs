using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Seedance.Emulator.Host;

/// <summary>The console's log: a line for each entry, and the stack below it when there is one.</summary>
internal sealed class ConsoleLines() : ConsoleFormatter(nameof(ConsoleLines))
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
            $"[{time}] {logEntry.LogLevel} {logEntry.Category}: {logEntry.Formatter(logEntry.State, logEntry.Exception)}");
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }
}
