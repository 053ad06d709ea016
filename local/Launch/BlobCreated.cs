using System.Globalization;
using System.Text.Json.Nodes;

namespace Seedance.Launch;

/// <summary>The event of an upload as Event Grid words it, in either of its schemas.</summary>
public static class BlobCreated
{
    public const string Type = "Microsoft.Storage.BlobCreated";

    public static JsonObject EventGridEvent(UploadedBlob blob) => new()
    {
        ["topic"] = Topic(blob),
        ["subject"] = Subject(blob),
        ["eventType"] = Type,
        ["eventTime"] = Now(),
        ["id"] = Guid.NewGuid().ToString(),
        ["data"] = Data(blob),
        ["dataVersion"] = "",
        ["metadataVersion"] = "1",
    };

    public static JsonObject CloudEvent(UploadedBlob blob) => new()
    {
        ["source"] = Topic(blob),
        ["subject"] = Subject(blob),
        ["type"] = Type,
        ["time"] = Now(),
        ["id"] = Guid.NewGuid().ToString(),
        ["data"] = Data(blob),
        ["specversion"] = "1.0",
    };

    private static string Topic(UploadedBlob blob) =>
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/" + Account(blob);

    private static string Subject(UploadedBlob blob) => $"/blobServices/default/containers/{blob.Container}/blobs/{blob.Name}";

    private static JsonObject Data(UploadedBlob blob) => new()
    {
        ["api"] = "PutBlob",
        ["clientRequestId"] = Guid.NewGuid().ToString(),
        ["requestId"] = Guid.NewGuid().ToString(),
        ["eTag"] = blob.ETag,
        ["contentType"] = blob.ContentType,
        ["contentLength"] = blob.Bytes,
        ["blobType"] = "BlockBlob",
        ["url"] = blob.Url.AbsoluteUri,
        ["sequencer"] = "00000000000004420000000000028963",
        ["storageDiagnostics"] = new JsonObject { ["batchId"] = Guid.NewGuid().ToString() },
    };

    // In the cloud the account is the host's first label; locally it is the path's first segment.
    private static string Account(UploadedBlob blob) => blob.Url.IsLoopback ? blob.Url.Segments[1].TrimEnd('/') : blob.Url.Host.Split('.')[0];

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
