namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The three wires of one app: to its tables, to its blobs, and to its provider.</summary>
internal sealed class Wires : IAsyncDisposable
{
    public const string Table = "table";
    public const string Blob = "blob";
    public const string Provider = "provider";

    private readonly List<Wire> _wires = [];

    /// <summary>Settings with which the app reaches everything through these wires.</summary>
    public required AppSettings Settings { get; init; }

    public static async Task<Wires> StartAsync(string storage, Uri simulator, KillSwitch killSwitch)
    {
        var table = await Wire.StartAsync(Table, Endpoint("TableEndpoint"), killSwitch);
        var blob = await Wire.StartAsync(Blob, Endpoint("BlobEndpoint"), killSwitch);
        var provider = await Wire.StartAsync(Provider, simulator, killSwitch);
        var through = storage.Replace(Endpoint("TableEndpoint").Authority, table.Url.Authority, StringComparison.Ordinal)
            .Replace(Endpoint("BlobEndpoint").Authority, blob.Url.Authority, StringComparison.Ordinal);
        return new Wires { Settings = AppSettings.ForLocal(through, provider.Url), _wires = { table, blob, provider } };

        Uri Endpoint(string name)
            => new(storage.Split(';').Single(part => part.StartsWith(name, StringComparison.Ordinal))[(name.Length + 1)..]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wire in _wires) await wire.DisposeAsync();
    }
}
