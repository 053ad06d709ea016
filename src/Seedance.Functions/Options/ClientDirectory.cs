namespace Seedance.Functions.Options;

/// <summary>A caller.</summary>
/// <param name="Name">The client's name in the settings, in lower case.</param>
public sealed record Client(string Name)
{
    /// <summary>The client of calls without a key, where they are allowed.</summary>
    public static readonly Client Anonymous = new("anonymous");
}

/// <summary>Finds clients by their keys, of which only hashes are known; they are compared in constant time.</summary>
public sealed class ClientDirectory(IOptions<SeedanceOptions> options)
{
    private readonly (Client Client, byte[] KeyHash)[] _clients =
    [
        .. options.Value.Clients.Select(each => (new Client(each.Key.ToLowerInvariant()), Convert.FromHexString(each.Value.KeySha256!))),
    ];

    /// <summary>Every client, with the anonymous one where calls without a key are allowed.</summary>
    public IEnumerable<string> Names => _clients.Select(entry => entry.Client.Name)
        .Concat(options.Value.AllowAnonymous ? [Client.Anonymous.Name] : []);

    /// <summary>The client of that name, in lower case, or null.</summary>
    public Client? FindByName(string name) => Names.Contains(name) ? new Client(name) : null;

    /// <summary>The client with that key, or null. Without a key: the anonymous client where that is allowed, else null.</summary>
    public Client? Find(string? key)
    {
        if (string.IsNullOrEmpty(key)) return options.Value.AllowAnonymous ? Client.Anonymous : null;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Client? found = null;
        // Every entry is compared, so that the time taken says nothing about which one matched.
        foreach (var (client, keyHash) in _clients)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, keyHash)) found = client;
        }
        return found;
    }

    /// <summary>Where a client is told of tasks whose request does not say where, or null when nowhere.</summary>
    public string? CallbackUrlOf(string client)
        => options.Value.Clients.TryGetValue(client, out var settings) && settings.CallbackUrl is { Length: > 0 } url ? url : null;

    /// <summary>The secrets that sign callbacks to a client: the current one, then the previous one. Empty when it has none.</summary>
    public IReadOnlyList<string> CallbackSecretsOf(string client) => options.Value.Clients.TryGetValue(client, out var settings)
        ? [.. new[] { settings.CallbackSecret, settings.CallbackSecretPrevious }.OfType<string>().Where(secret => secret.Length > 0)]
        : [];
}
