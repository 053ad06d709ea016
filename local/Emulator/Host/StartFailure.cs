using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Seedance.Emulator.Host;

/// <summary>Ends an app that cannot start with the sentence that says why, instead of a stack of the host's own frames.</summary>
internal static class StartFailure
{
    private static readonly Lock Registering = new();
    private static bool _registered;

    public static void EndWithASentence()
    {
        lock (Registering)
        {
            if (!_registered)
            {
                AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => End(unhandled.ExceptionObject);
                _registered = true;
            }
        }
    }

    private static void End(object unhandled)
    {
        if (unhandled is HostStartException or OptionsValidationException or IOException { InnerException: AddressInUseException })
        {
            Console.Error.WriteLine(((Exception)unhandled).Message);
            Environment.Exit(1);
        }
    }
}
