using System.Data.Common;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The three wires of one app: to its tables, to its blobs, and to its provider.</summary>
internal sealed class Wires(Wire table, Wire blob, Wire provider) : IAsyncDisposable
{
    public const string Table = "table";
    public const string Blob = "blob";
    public const string Provider = "provider";

    public static async Task<Wires> StartAsync(string storage, Uri simulator, KillSwitch killSwitch)
    {
        var endpoints = new DbConnectionStringBuilder { ConnectionString = storage };
        return new Wires(
            await Wire.StartAsync(Table, new Uri((string)endpoints["TableEndpoint"]), killSwitch),
            await Wire.StartAsync(Blob, new Uri((string)endpoints["BlobEndpoint"]), killSwitch),
            await Wire.StartAsync(Provider, simulator, killSwitch));
    }

    /// <summary>Settings with which the app reaches everything through these wires.</summary>
    public AppSettings SettingsFor(string storage)
    {
        var endpoints = new DbConnectionStringBuilder { ConnectionString = storage };
        return AppSettings.ForLocal(
            $"DefaultEndpointsProtocol=http;AccountName={endpoints["AccountName"]};AccountKey={endpoints["AccountKey"]};"
                + $"BlobEndpoint={Through(blob, endpoints["BlobEndpoint"])};QueueEndpoint={endpoints["QueueEndpoint"]};"
                + $"TableEndpoint={Through(table, endpoints["TableEndpoint"])};",
            provider.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await table.DisposeAsync();
        await blob.DisposeAsync();
        await provider.DisposeAsync();
    }

    private static string Through(Wire wire, object endpoint)
        => wire.Url.GetLeftPart(UriPartial.Authority) + new Uri((string)endpoint).AbsolutePath;
}
