using System.Collections;

namespace Seedance.Launch;

/// <summary>What the app sees of its environment: its own settings, and none that happen to be set around this process.</summary>
internal static class AppEnvironment
{
    private static readonly string[] Settings =
        ["Seedance__", "Seedance:", "AzureWebJobs", "AzureFunctionsJobHost__", "FUNCTIONS_", "ASPNETCORE_", "Logging__", "CONTAINER_NAME"];

    public static IReadOnlyDictionary<string, string?> Of(AppSettings settings, Uri baseUrl)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => Settings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, _ => (string?)null);
        // Processes that live for a minute spend more on optimizing their code than they gain by it. The delay is hexadecimal: two minutes.
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_TC_CallCountingDelayMs"] = "1D4C0";
        foreach (var (name, value) in settings.ToEnvironment(baseUrl))
            environment[name] = value;

        return environment;
    }
}
