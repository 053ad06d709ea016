namespace Seedance.EndToEnd.Tests.Running;

/// <summary>An app and storage that somebody else started, and where that app expects the simulator: see the README beside this project.</summary>
internal sealed record RunningElsewhere(Uri App, Uri Simulator, string Storage)
{
    public static RunningElsewhere? Find()
    {
        var app = Environment.GetEnvironmentVariable("SEEDANCE_E2E_APP");
        var simulator = Environment.GetEnvironmentVariable("SEEDANCE_E2E_SIMULATOR");
        var storage = Environment.GetEnvironmentVariable("SEEDANCE_E2E_STORAGE");
        if (string.IsNullOrEmpty(app) && string.IsNullOrEmpty(simulator) && string.IsNullOrEmpty(storage)) return null;

        return Uri.TryCreate(app, UriKind.Absolute, out var appUrl)
            && Uri.TryCreate(simulator, UriKind.Absolute, out var simulatorUrl)
            && !string.IsNullOrEmpty(storage)
            ? new RunningElsewhere(appUrl, simulatorUrl, storage)
            : throw new InvalidOperationException(
                "SEEDANCE_E2E_APP and SEEDANCE_E2E_SIMULATOR (URLs) and SEEDANCE_E2E_STORAGE (a connection string) go together.");
    }
}
