using Azure;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Seedance.Emulator.Host;

/// <summary>Ends an app that cannot start with the sentence that says why, where the cause is known, instead of a stack.</summary>
internal static class StartFailure
{
    public static void Watch() => AppDomain.CurrentDomain.UnhandledException += End;

    public static void StopWatching() => AppDomain.CurrentDomain.UnhandledException -= End;

    /// <summary>The sentence, or null when only the stack can tell.</summary>
    public static string? SentenceFor(object failure) => failure switch
    {
        HostStartException or OptionsValidationException or IOException { InnerException: AddressInUseException } =>
            ((Exception)failure).Message,
        AggregateException { InnerException: RequestFailedException unreachable } => SentenceFor(unreachable),
        RequestFailedException { Status: 0 } unreachable => $"The storage account cannot be reached: {unreachable.Message}.",
        RequestFailedException refusal => $"The storage account answered {refusal.Status} {refusal.ErrorCode}.",
        _ => null,
    };

    private static void End(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (SentenceFor(unhandled.ExceptionObject) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
            Environment.Exit(1);
        }
    }
}
