using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Azure.Messaging.EventGrid.SystemEvents;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// The event that a blob was created, in either of Event Grid's schemas: its own, or CloudEvents 1.0. Both have the same <c>subject</c>
/// and <c>data</c> (Azure Blob Storage as an Event Grid source).
/// </summary>
/// <param name="Etag">The version that was created, without quotes.</param>
internal sealed record UploadEvent(UploadName Name, string Etag)
{
    /// <summary>
    /// The events of a queue message, each as its JSON. Event Grid writes one event a message; its dead letters, which may be sent back,
    /// are arrays. What is neither stays as it is.
    /// </summary>
    public static IReadOnlyList<string> Split(string message)
    {
        try
        {
            var root = JsonElement.Parse(message);
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            {
                return [.. root.EnumerateArray().Select(each => each.GetRawText())];
            }
        }
        catch (JsonException)
        {
            // TryRead says so.
        }
        return [message];
    }

    /// <summary>Reads one event about a container. Never throws, whatever the text is.</summary>
    /// <param name="container">The container's URL: the blob's own must start with it, so that the account is this app's.</param>
    /// <param name="reason">Why it is no event to react to; null when it is one.</param>
    public static bool TryRead(
        string json, Uri container, [NotNullWhen(true)] out UploadEvent? created, [NotNullWhen(false)] out string? reason)
    {
        created = null;
        try
        {
            reason = Parse(json) is var (type, subject, data) ? Check(type, subject, data, container, out created) : "it is not an object";
        }
        catch (JsonException)
        {
            reason = "it is not JSON";
        }
        catch (Exception malformed) when (malformed is ArgumentException or InvalidOperationException or FormatException)
        {
            // Azure.Messaging documents none, and throws these: a member that is missing, of another kind, or not valid Unicode.
            // Their messages quote the text, which may be anything.
            reason = malformed is ArgumentNullException { ParamName: { } member } ? $"it has no {member}" : "it follows neither schema";
        }
        return created is not null;
    }

    private static (string? Type, string? Subject, object? Data)? Parse(string json)
    {
        var root = JsonElement.Parse(json);
        if (root.ValueKind != JsonValueKind.Object) return null;
        object? data;
        if (root.TryGetProperty("specversion", out _))
        {
            // Dead letters have more members than the schema, which validation refuses.
            var cloud = CloudEvent.Parse(BinaryData.FromString(json), skipValidation: true)!;
            return (cloud.Type, cloud.Subject, cloud.TryGetSystemEventData(out data) ? data : null);
        }
        var own = EventGridEvent.Parse(BinaryData.FromString(json));
        return (own.EventType, own.Subject, own.TryGetSystemEventData(out data) ? data : null);
    }

    private static string? Check(string? type, string? subject, object? data, Uri container, out UploadEvent? created)
    {
        created = null;
        if (type != SystemEventNames.StorageBlobCreated) return "it is not of the type " + SystemEventNames.StorageBlobCreated;
        if (string.IsNullOrEmpty(subject)) return "it has no subject";
        if (data is not StorageBlobCreatedEventData blob) return "its data is not that of a created blob";
        if (string.IsNullOrEmpty(blob.Url)) return "its data has no url";
        if (blob.ETag?.Trim('"') is not { Length: > 0 } etag) return "its data has no eTag";
        // It becomes a header, which storage's client would refuse again each time the event came.
        if (etag.AsSpan().ContainsAnyExceptInRange('!', '~')) return "its eTag is none";

        if (blob.Api is "CreateFile" or "SftpCreate") return "its file is not complete yet, and another event says when it is";

        var home = container.AbsoluteUri.TrimEnd('/') + "/";
        // What comes in through Data Lake Storage has that endpoint's URL; the blob is the same.
        var lakeHost = container.Host.Replace(".blob.", ".dfs.", StringComparison.OrdinalIgnoreCase);
        var lake = new UriBuilder(home) { Host = lakeHost }.Uri.AbsoluteUri;
        if (blob.Url.StartsWith(lake, StringComparison.OrdinalIgnoreCase)) home = lake;
        if (!blob.Url.StartsWith(home, StringComparison.OrdinalIgnoreCase)) return "its url lies in another account or container";
        var start = $"/blobServices/default/containers/{container.Segments[^1].Trim('/')}/blobs/";
        if (!subject.StartsWith(start, StringComparison.Ordinal)) return "its subject names another container";
        var name = subject[start.Length..];
        // The subject is never encoded; whether the URL is has changed over time.
        var path = blob.Url[home.Length..];
        var decoded = Uri.UnescapeDataString(path);
        if (path != name && decoded != name)
        {
            if (!IsEncoded(path) || WithoutDamage(decoded) != WithoutDamage(name)) return "its subject and its url name two blobs";
            name = decoded;
        }
        if (!UploadName.TryParse(name, out var parsed)) return "its blob's name cannot be used";
        created = new UploadEvent(parsed, etag);
        return null;
    }

    private static bool IsEncoded(string path) => path.All(char.IsAscii) && !path.AsSpan().ContainsAny('?', '#');

    // On its way a name may lose what is not ASCII, which becomes question marks, U+FFFD or letters of another encoding.
    private static string WithoutDamage(string name) => string.Concat(name.Where(letter => char.IsAscii(letter) && letter != '?'));
}
