using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Seedance.Emulator.Durable;

/// <summary>
/// Texts of table rows. A property holds 32 Ki characters at most; longer ones lie in a blob, and the row has its name. An empty
/// property means that there is no text, so that a merge can take one away.
/// </summary>
internal sealed class PayloadBlobs(BlobContainerClient container)
{
    public const int LongestProperty = 15_000;

    public Task CreateContainerAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task WriteAsync(TableEntity row, string column, string? text, string distinction, CancellationToken cancellationToken)
    {
        var name = "";
        if (text is { Length: > LongestProperty })
        {
            name = $"{Folder(row.PartitionKey)}{row.RowKey}{distinction}-{column}";
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await container.GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken);
        }

        row[column] = name.Length > 0 ? "" : text ?? "";
        row[BlobOf(column)] = name;
    }

    public async Task<string?> ReadAsync(TableEntity row, string column, CancellationToken cancellationToken)
    {
        if (row.GetString(BlobOf(column)) is { Length: > 0 } name)
        {
            var blob = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return blob.Value.Content.ToString();
        }

        return row.GetString(column) is { Length: > 0 } text ? text : null;
    }

    public async Task DeleteAsync(string instanceId, string prefix, CancellationToken cancellationToken)
    {
        var found = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder(instanceId) + prefix, cancellationToken);
        await foreach (var blob in found)
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    private static string Folder(string instanceId) => $"{Uri.EscapeDataString(instanceId)}/";

    private static string BlobOf(string column) => column + "Blob";
}
