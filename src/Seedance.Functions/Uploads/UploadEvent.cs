using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Seedance.Functions.Uploads;

/// <summary>
/// The news that a blob was created, in either of Event Grid's schemas: its own (<c>eventType</c>) or CloudEvents 1.0 (<c>type</c>).
/// Both have the same <c>subject</c> and <c>data</c> (Azure Blob Storage as an Event Grid source).
/// </summary>
/// <param name="Name">The blob.</param>
/// <param name="Etag">The version that was created, without quotes.</param>
internal sealed record UploadEvent(UploadName Name, string Etag)
{
    private const string Created = "Microsoft.Storage.BlobCreated";

    /// <summary>Reads an event about a container.</summary>
    /// <param name="json">The event as it was delivered.</param>
    /// <param name="container">The container's URL: what the blob's own must begin with, so that account and container are ours.</param>
    /// <param name="created">The event, if it is one to react to.</param>
    /// <param name="reason">Why it is not; null when it is.</param>
    public static bool TryRead(
        string json, Uri container, [NotNullWhen(true)] out UploadEvent? created, [NotNullWhen(false)] out string? reason)
    {
        created = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            reason = Read(document.RootElement, container, out created);
        }
        catch (JsonException)
        {
            reason = "it is not JSON";
        }
        catch (InvalidOperationException)
        {
            // JsonElement's answer to text that is not Unicode.
            reason = "it holds text that is not valid Unicode";
        }
        return created is not null;
    }

    private static string? Read(JsonElement root, Uri container, out UploadEvent? created)
    {
        created = null;
        if (root.ValueKind != JsonValueKind.Object) return "it is not an object";
        var type = Text(root, "eventType") ?? Text(root, "type");
        if (type is null) return "it has no type";
        if (type != Created) return "it is not of the type " + Created;
        if (Text(root, "subject") is not { } subject) return "it has no subject";
        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return "it has no data";
        if (Text(data, "url") is not { } url) return "its data has no url";
        if (Text(data, "eTag")?.Trim('"') is not { Length: > 0 } etag) return "its data has no eTag";
        // It becomes a header, which storage's client would refuse again each time the event came.
        if (etag.AsSpan().ContainsAnyExceptInRange('!', '~')) return "its eTag is none";

        var home = container.AbsoluteUri.TrimEnd('/') + "/";
        if (!url.StartsWith(home, StringComparison.OrdinalIgnoreCase)) return "its url lies in another account or container";
        var start = $"/blobServices/default/containers/{container.Segments[^1].Trim('/')}/blobs/";
        if (!subject.StartsWith(start, StringComparison.Ordinal)) return "its subject names another container";
        var name = subject[start.Length..];
        // The subject is never encoded; whether the URL is has changed over time.
        var path = url[home.Length..];
        if (path != name && Uri.UnescapeDataString(path) != name) return "its subject and its url name two blobs";
        if (!UploadName.TryParse(name, out var parsed)) return "its blob's name cannot be used";
        created = new UploadEvent(parsed, etag);
        return null;
    }

    private static string? Text(JsonElement element, string member)
        => element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
