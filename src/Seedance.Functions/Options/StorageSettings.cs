using Microsoft.Extensions.Configuration;

namespace Seedance.Functions.Options;

/// <summary>
/// Where records and videos lie: <c>Seedance__Storage</c>, a connection string, locally; <c>Seedance__Storage__tableServiceUri</c> and
/// <c>Seedance__Storage__blobServiceUri</c>, reached with managed identity, in Azure.
/// </summary>
/// <param name="ConnectionString">The connection string, or null when the service URIs count.</param>
public sealed record StorageSettings(string? ConnectionString, Uri? TableServiceUri, Uri? BlobServiceUri)
{
    private const string Key = SeedanceOptions.Section + ":Storage";

    internal static readonly string[] Parts = ["blobServiceUri", "tableServiceUri"];

    /// <exception cref="OptionsValidationException">Neither form is complete.</exception>
    public static StorageSettings From(IConfiguration configuration)
    {
        if (configuration[Key] is { Length: > 0 } connection) return new StorageSettings(connection, null, null);

        return Uri.TryCreate(configuration[Key + ":tableServiceUri"], UriKind.Absolute, out var tables)
            && Uri.TryCreate(configuration[Key + ":blobServiceUri"], UriKind.Absolute, out var blobs)
            ? new StorageSettings(null, tables, blobs)
            : throw new OptionsValidationException(Key, typeof(StorageSettings),
            [
                "Seedance__Storage is missing: a connection string (UseDevelopmentStorage=true locally), or both "
                + "Seedance__Storage__tableServiceUri and Seedance__Storage__blobServiceUri as absolute URLs.",
            ]);
    }
}
