using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Seedance.Launch;

/// <summary>The app's settings for one machine, with keys of their own.</summary>
public sealed record AppSettings
{
    public const string EvoLink = "evolink";
    public const string SeedanceApi = "seedanceapi";

    public required string StorageConnectionString { get; init; }

    /// <summary>Providers by name; one that is not here has no key and is refused by the app.</summary>
    public required IReadOnlyDictionary<string, ProviderAddress> Providers { get; init; }

    public string DefaultProvider { get; init; } = EvoLink;

    /// <summary>True: providers are told to call the app back at its own address. False: the app only polls.</summary>
    public bool Webhooks { get; init; } = true;

    public LocalClient Client { get; init; } = LocalClient.Named("demo");

    public string WebhookKey { get; init; } = NewKey();

    public string LinkKey { get; init; } = NewKey();

    /// <summary>More settings by their full names; they win over the others.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>Azurite for storage, and the simulator in the place of both providers.</summary>
    public static AppSettings ForLocal(string storageConnectionString, Uri simulator) => new()
    {
        StorageConnectionString = storageConnectionString,
        Providers = new Dictionary<string, ProviderAddress>
        {
            [EvoLink] = new(simulator, SimulatorProcess.ApiKey),
            [SeedanceApi] = new(simulator, SimulatorProcess.ApiKey),
        },
    };

    /// <summary>The environment of an app that listens at the given address.</summary>
    public IReadOnlyDictionary<string, string> ToEnvironment(Uri appBaseUrl)
    {
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = StorageConnectionString,
            ["Seedance__Storage"] = StorageConnectionString,
            ["Seedance__PublicBaseUrl"] = Webhooks ? Text(appBaseUrl) : "",
            ["Seedance__Provider"] = DefaultProvider,
            ["Seedance__WebhookKey"] = WebhookKey,
            ["Seedance__LinkKey"] = LinkKey,
            [$"Seedance__Clients__{Client.Name}__KeySha256"] = Client.KeySha256,
            ["Seedance__AllowPrivateNetworks"] = "true",
            // One process gains nothing by more partitions, each of which it polls.
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"] = "1",
        };
        foreach (var (name, provider) in Providers)
        {
            settings[$"Seedance__Providers__{name}__BaseUrl"] = Text(provider.BaseUrl);
            settings[$"Seedance__Providers__{name}__ApiKey"] = provider.ApiKey;
        }

        foreach (var (name, value) in More) settings[name] = value;

        return settings;
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Text(Uri url) => url.AbsoluteUri.TrimEnd('/');
}

/// <summary>A client of the app, with the key that only the client knows.</summary>
public sealed record LocalClient(string Name, string Key)
{
    public string KeySha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    public static LocalClient Named(string name) => new(name, $"local-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
}

/// <summary>Where the app finds one provider, and with which key.</summary>
public sealed record ProviderAddress(Uri BaseUrl, string ApiKey);

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
        foreach (var (name, value) in settings.ToEnvironment(baseUrl)) environment[name] = value;

        return environment;
    }
}
