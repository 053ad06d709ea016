using System.Security.Cryptography;

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

        foreach (var (name, value) in More)
            settings[name] = value;

        return settings;
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Text(Uri url) => url.AbsoluteUri.TrimEnd('/');
}
