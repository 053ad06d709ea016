using System.Globalization;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Seedance.Launch;

/// <summary>The storage queue that the app takes the events of uploads from, as Event Grid and an operator see it.</summary>
public sealed class UploadEvents
{
    public const string Name = "upload-events";

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;

    private UploadEvents(QueueClient queue, QueueClient poison) => (_queue, _poison) = (queue, poison);

    /// <summary>The queue of an app that has started: it is the app that creates it.</summary>
    public static UploadEvents Of(string connectionString)
    {
        // As Event Grid writes and as the host reads.
        var service = new QueueServiceClient(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        return new(service.GetQueueClient(Name), service.GetQueueClient(Name + "-poison"));
    }

    /// <summary>One event, as Event Grid puts it.</summary>
    public Task<QueuedMessage> SendAsync(JsonNode created, CancellationToken cancellationToken = default) =>
        SendAsync(created.ToJsonString(), cancellationToken);

    public async Task<QueuedMessage> SendAsync(string text, CancellationToken cancellationToken = default)
    {
        var receipt = await _queue.SendMessageAsync(text, cancellationToken);
        return new(_queue, receipt.Value.MessageId, receipt.Value.PopReceipt);
    }

    /// <summary>The texts of messages that the host has given up, at most 32.</summary>
    public async Task<IReadOnlyList<string>> PoisonAsync(CancellationToken cancellationToken = default)
    {
        if (!await _poison.ExistsAsync(cancellationToken)) return [];

        var messages = await _poison.PeekMessagesAsync(32, cancellationToken);
        return [.. messages.Value.Select(message => message.MessageText)];
    }
}

/// <summary>A message as its sender knows it.</summary>
public sealed class QueuedMessage
{
    private readonly QueueClient _queue;
    private readonly string _id;
    private string _receipt;

    internal QueuedMessage(QueueClient queue, string id, string receipt) => (_queue, _id, _receipt) = (queue, id, receipt);

    /// <summary>True once it is deleted: the app has taken it, or the host has moved it to the poison queue.</summary>
    public async Task<bool> HasLeftAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            // Works until somebody takes it, and changes nothing.
            _receipt = (await _queue.UpdateMessageAsync(
                _id, _receipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: cancellationToken)).Value.PopReceipt;
            return false;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return false;
        }
        catch (RequestFailedException gone) when (gone.ErrorCode == QueueErrorCode.MessageNotFound)
        {
            return true;
        }
    }
}

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
        $"/subscriptions/{Guid.Empty}/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/{Account(blob)}";

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
    private static string Account(UploadedBlob blob) =>
        blob.Url.IsLoopback ? blob.Url.Segments[1].TrimEnd('/') : blob.Url.Host.Split('.')[0];

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
