using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>The container that callers put files into. The service reads there, and writes nothing but metadata.</summary>
public sealed class UploadContainer(BlobServiceClient blobs, IOptions<SeedanceOptions> options)
{
    /// <summary>The queue of Event Grid's events of uploads, in the storage account of the host.</summary>
    public const string QueueName = "upload-events";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(options.Value.Uploads.Container);

    public Uri Uri => _container.Uri;

    /// <summary>Creates the container if it is missing; nothing in it is public.</summary>
    public Task CreateAsync(CancellationToken cancellationToken)
        => _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);

    internal BlobClient BlobOf(UploadName name) => _container.GetBlobClient(name.Value);

    /// <summary>The plain URL of a blob, which opens nothing by itself.</summary>
    internal string UrlOf(UploadName name) => BlobOf(name).Uri.AbsoluteUri;

    /// <summary>The blob of a plain URL into this container; null for any other URL.</summary>
    internal UploadName? NameOf(string url)
    {
        var home = Uri.AbsoluteUri.TrimEnd('/') + "/";
        return System.Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed is { Query: "", Fragment: "" }
            && parsed.AbsoluteUri.StartsWith(home, StringComparison.OrdinalIgnoreCase)
            && UploadName.TryParse(System.Uri.UnescapeDataString(parsed.AbsoluteUri[home.Length..]), out var name)
                ? name
                : null;
    }

    /// <summary>Reads the start of a blob with its metadata: one storage operation, two for an empty blob.</summary>
    /// <param name="etag">The version that is meant, without quotes; null for any.</param>
    /// <returns>Null when the blob or that version of it is gone, or cannot be read at all.</returns>
    internal async Task<UploadedBlob?> ReadAsync(UploadName name, string? etag, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadVersionAsync(name, etag is null ? null : Matching(etag), bytes, cancellationToken);
        }
        // 409: archived, or encrypted with a key that only its uploader has. A missing container is a failure of the storage account.
        catch (RequestFailedException gone) when (gone.Status is 404 or 409 or 412 && gone.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return null;
        }
    }

    /// <summary>All blobs whose names start so, with the time of creation: one storage operation.</summary>
    internal async Task<IReadOnlyList<(UploadName Name, DateTimeOffset CreatedAt)>> FindAsync(
        string prefix, CancellationToken cancellationToken)
    {
        var found = new List<(UploadName, DateTimeOffset)>();
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (UploadName.TryParse(blob.Name, out var name)) found.Add((name, blob.Properties.CreatedOn ?? default));
        }
        return found;
    }

    /// <summary>Adds metadata to a blob that is still as it was read. Its ETag changes by that; no event is raised.</summary>
    /// <returns>False when the blob has changed, is gone, or takes no more metadata.</returns>
    internal async Task<bool> TryAddMetadataAsync(UploadedBlob blob, string name, string value, CancellationToken cancellationToken)
    {
        // A value that no header can carry was not encoded by its uploader; written back as it is, it would fail every time.
        var metadata = blob.Metadata.ToDictionary(
            entry => entry.Key,
            entry => UploadMetadata.IsPlain(entry.Value) ? entry.Value : UploadMetadata.Encode(entry.Value),
            StringComparer.OrdinalIgnoreCase);
        metadata[name] = value;
        try
        {
            await BlobOf(blob.Name).SetMetadataAsync(metadata, Matching(blob.Etag), cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 400 or 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<UploadedBlob> ReadVersionAsync(
        UploadName name, BlobRequestConditions? conditions, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            var range = new BlobDownloadOptions { Range = new HttpRange(0, bytes), Conditions = conditions };
            using var download = (await BlobOf(name).DownloadStreamingAsync(range, cancellationToken)).Value;
            var (details, head) = (download.Details, new byte[(int)Math.Min(bytes, download.Details.ContentLength)]);
            await download.Content.ReadExactlyAsync(head, cancellationToken);
            // Azurite gives an empty blob a range that cannot be parsed.
            var length = ContentRangeHeaderValue.TryParse(details.ContentRange, out var part) ? part.Length : null;
            return Blob(details.ETag, length ?? details.ContentLength, details.Metadata, head);
        }
        catch (RequestFailedException empty) when (empty.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            var properties = (await BlobOf(name).GetPropertiesAsync(conditions, cancellationToken)).Value;
            return Blob(properties.ETag, properties.ContentLength, properties.Metadata, []);
        }

        UploadedBlob Blob(ETag etag, long length, IDictionary<string, string> metadata, byte[] head) => new(
            _container.Name, name, etag.ToString().Trim('"'), length,
            new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase), head);
    }

    private static BlobRequestConditions Matching(string etag) => new() { IfMatch = new ETag($"\"{etag}\"") };
}

/// <summary>An uploaded blob, as far as it was read.</summary>
/// <param name="Etag">The version that was read, without quotes.</param>
/// <param name="Bytes">Length of the whole blob.</param>
/// <param name="Metadata">Names without regard to case.</param>
/// <param name="Head">The first bytes, as many as were asked for.</param>
internal sealed record UploadedBlob(
    string Container, UploadName Name, string Etag, long Bytes, IReadOnlyDictionary<string, string> Metadata, ReadOnlyMemory<byte> Head);

/// <summary>
/// Text in blob metadata. Metadata travels in HTTP headers, so it is printable ASCII; everything else, and the percent sign itself, is
/// percent-encoded UTF-8.
/// </summary>
internal static class UploadMetadata
{
    public const string Error = "seedance_error";

    // Azure Storage: all metadata of a blob together may have 8 KB, and the rest is the caller's.
    private const int MaxCharacters = 1500;
    public static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>Reads a value; false when it is not encoded as it should be.</summary>
    public static bool TryDecode(string value, out string text)
    {
        text = Uri.UnescapeDataString(value);
        // What is not the encoding of UTF-8 is left there as it is.
        return IsPlain(value) && text.AsSpan().Count('%') == value.AsSpan().Count("%25");
    }

    /// <summary>Writes a value, cut to what fits.</summary>
    public static string Encode(string text)
    {
        var value = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            var next = rune.Value is >= ' ' and <= '~' and not '%' ? rune.ToString() : Uri.EscapeDataString(rune.ToString());
            if (value.Length + next.Length > MaxCharacters) break;
            value.Append(next);
        }
        return value.ToString().TrimEnd();
    }
}

/// <summary>The metadata of everything that this service writes into Blob Storage, so that it never reacts to its own work.</summary>
public static class ServiceMark
{
    /// <summary>The metadata's name; its value says what the blob is.</summary>
    public const string Name = "seedance";

    public const string Video = "video";
}
