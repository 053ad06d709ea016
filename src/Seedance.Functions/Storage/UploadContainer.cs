using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>The container that callers put files into. The service reads there, and writes nothing but metadata.</summary>
public sealed class UploadContainer(BlobServiceClient blobs, IOptions<SeedanceOptions> options)
{
    private const int Empty = 416;

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(options.Value.Uploads.Container);

    /// <summary>The container's name.</summary>
    public string Name => _container.Name;

    /// <summary>The container's URL.</summary>
    public Uri Uri => _container.Uri;

    /// <summary>Creates the container if it is missing; nothing in it is public.</summary>
    public Task CreateAsync(CancellationToken cancellationToken)
        => _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);

    internal BlobClient BlobOf(UploadName name) => _container.GetBlobClient(name.Value);

    /// <summary>The plain URL of a blob, which opens nothing by itself.</summary>
    internal Uri UriOf(UploadName name) => BlobOf(name).Uri;

    /// <summary>The blob that a plain URL into this container means, or null when it is another one's, or no plain one.</summary>
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

    /// <summary>Reads the beginning of a blob with its metadata: one storage operation, two for an empty blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="etag">The version that is meant, without quotes; null for whichever there is.</param>
    /// <param name="bytes">How many bytes are wanted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<BlobResult> ReadAsync(UploadName name, string? etag, int bytes, CancellationToken cancellationToken)
    {
        var conditions = etag is null ? null : Matching(etag);
        try
        {
            var answer = await BlobOf(name).DownloadStreamingAsync(
                new BlobDownloadOptions { Range = new HttpRange(0, bytes), Conditions = conditions }, cancellationToken);
            using var download = answer.Value;
            var head = new byte[(int)Math.Min(bytes, download.Details.ContentLength)];
            await download.Content.ReadExactlyAsync(head, cancellationToken);
            return Found(name, download.Details.ETag, WholeLength(download.Details), download.Details.Metadata, head);
        }
        catch (RequestFailedException failure) when (failure.Status == Empty)
        {
            // An empty blob has no first byte to give.
            return await ReadEmptyAsync(name, conditions, cancellationToken);
        }
        catch (RequestFailedException failure) when (Missing(failure) is { } missing)
        {
            return missing;
        }
    }

    /// <summary>All blobs whose names begin so, and when each was created: one storage operation.</summary>
    internal async Task<IReadOnlyList<(UploadName Name, DateTimeOffset CreatedAt)>> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var found = new List<(UploadName, DateTimeOffset)>();
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (UploadName.TryParse(blob.Name, out var name)) found.Add((name, blob.Properties.CreatedOn ?? default));
        }
        return found;
    }

    /// <summary>Adds one entry to the metadata of a blob that is still as it was read. Its ETag changes by that; no event is raised.</summary>
    /// <returns>False when it has changed or gone meanwhile, or takes no more metadata.</returns>
    internal async Task<bool> TryAddMetadataAsync(UploadedBlob blob, string name, string value, CancellationToken cancellationToken)
    {
        // What a header cannot carry was not encoded as it should have been; written back as it is, it would fail every time.
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

    private async Task<BlobResult> ReadEmptyAsync(UploadName name, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await BlobOf(name).GetPropertiesAsync(conditions, cancellationToken)).Value;
            return Found(name, properties.ETag, properties.ContentLength, properties.Metadata, default);
        }
        catch (RequestFailedException failure) when (Missing(failure) is { } missing)
        {
            return missing;
        }
    }

    private static BlobResult? Missing(RequestFailedException failure) => failure switch
    {
        // A container that is missing is trouble; the blob's own absence is not.
        { Status: 404 } when failure.ErrorCode != BlobErrorCode.ContainerNotFound => new BlobResult.Missing(),
        { Status: 412 } => new BlobResult.Changed(),
        // Archived, or encrypted with a key that only its uploader has: it will not become readable by asking again.
        { Status: 409 } => new BlobResult.Missing(),
        _ => null,
    };

    private static BlobResult.Found Found(
        UploadName name, ETag etag, long bytes, IDictionary<string, string> metadata, ReadOnlyMemory<byte> head)
        => new(new UploadedBlob(
            name, etag.ToString().Trim('"'), bytes, new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase), head));

    private static BlobRequestConditions Matching(string etag) => new() { IfMatch = new ETag($"\"{etag}\"") };

    // Content-Range: bytes 0-65535/123456
    private static long WholeLength(BlobDownloadDetails details)
        => details.ContentRange is { } range && long.TryParse(
            range.AsSpan(range.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length
                : details.ContentLength;
}
