using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>A blob to be created for a task.</summary>
/// <param name="HasMore">Whether the task has other results: the first video's metadata tells a second run whether it is complete.</param>
public sealed record CopyTarget(TaskRecord Record, string Name, string ContentType = CopyTarget.Mp4, bool HasMore = false)
{
    public const string Mp4 = "video/mp4";

    /// <summary>A hash of the link that it is a copy of: a second run tells by it what is stored.</summary>
    public string Source { get; init; } = "";

    /// <summary>The task's other videos that are stored: a second link to one of them is no further video.</summary>
    public IReadOnlyList<StoredVideo> Others { get; init; } = [];
}

/// <param name="Source">As in <see cref="CopyTarget"/>.</param>
/// <param name="HasMore">Whether the task has other results; only the first video says so.</param>
public sealed record VideoCopy(StoredVideo Video, string Source, bool HasMore = false);

/// <summary>The container of finished videos. A video is created once, complete, and never overwritten.</summary>
public sealed partial class VideoStore(
    BlobServiceClient blobs, BlobReadLinks links, IOptions<SeedanceOptions> options, TimeProvider time)
{
    private const string Sha256Metadata = "sha256";
    private const string MoreMetadata = "more";
    private const string SourceMetadata = "source";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(options.Value.Videos.Container);

    /// <summary><c>{client}/{yyyy}/{MM}/{dd}/{task id}.mp4</c> by the day of its creation; a second video has <c>-2</c>.</summary>
    public static string NameOf(TaskRecord record, int number = 1) => string.Create(
        CultureInfo.InvariantCulture, $"{record.Client}/{record.CreatedAt:yyyy/MM/dd}/{record.Id}{(number == 1 ? "" : $"-{number}")}.mp4");

    /// <summary>What a copy's metadata says of the link, which is a secret.</summary>
    public static string SourceOf(Uri link) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(link.AbsoluteUri))[..16]);

    public static string LastFrameNameOf(TaskRecord record, string extension) => $"{NameOf(record)[..^4]}-last.{extension}";

    /// <summary>All of a task's videos that are stored, in the order in which they came.</summary>
    public async Task<IReadOnlyList<VideoCopy>> FindAllAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var found = new List<VideoCopy>();
        do
        {
            if (await FindAsync(NameOf(record, found.Count + 1), cancellationToken) is not { } next) break;
            found.Add(next);
        }
        while (found[0].HasMore);
        return found;
    }

    /// <summary>Stages one block. Nothing is visible under the blob's name before <see cref="CommitAsync"/>.</summary>
    public async Task StageAsync(string name, string blockId, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        using var content = BinaryData.FromBytes(block).ToStream();
        await _container.GetBlockBlobClient(name).StageBlockAsync(blockId, content, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Makes the staged blocks the blob. Where a blob of that name exists, that one stands and is returned. Null when the blocks are
    /// gone and there is no blob, or one of another link.
    /// </summary>
    public async Task<StoredVideo?> CommitAsync(
        CopyTarget target, long bytes, string sha256, IEnumerable<string> blockIds, CancellationToken cancellationToken)
    {
        var tags = TagsOf(target.Record);
        var metadata = new Dictionary<string, string>(tags) { [ServiceMark.Name] = ServiceMark.Video, [Sha256Metadata] = sha256 };
        if (target.Source.Length > 0) metadata[SourceMetadata] = target.Source;
        if (target.HasMore) metadata[MoreMetadata] = "true";
        var commit = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = target.ContentType,
                ContentDisposition = $"inline; filename=\"{FileNameOf(target.Name)}\"",
                CacheControl = "private, max-age=31536000, immutable",
            },
            Metadata = metadata,
            Tags = tags,
        };
        try
        {
            await _container.GetBlockBlobClient(target.Name).CommitBlockListAsync(blockIds, commit, cancellationToken);
            return new StoredVideo(target.Name, bytes, sha256);
        }
        catch (RequestFailedException failure)
            when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists || failure.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            // Another run was faster, and its commit has deleted the blocks of this one.
            return await FindAsync(target.Name, cancellationToken) is { } other
                && (other.Source == target.Source || other.Video.Sha256 == sha256) ? other.Video : null;
        }
    }

    /// <summary>A read-only link to one blob that lives for the configured minutes.</summary>
    /// <param name="name">The blob's name.</param>
    /// <param name="download">True: storage names the file to save it as, the last part of the blob's name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Uri> LinkToAsync(string name, bool download, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await links.ToAsync(
            _container.GetBlobClient(name),
            now - ClockSkew,
            now + TimeSpan.FromMinutes(options.Value.Videos.LinkMinutes),
            download ? $"attachment; filename=\"{FileNameOf(name)}\"" : null,
            cancellationToken);
    }

    /// <summary>Deletes blobs and their snapshots. Those that do not exist are ignored.</summary>
    public async Task DeleteAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            await _container.GetBlobClient(name).DeleteIfExistsAsync(
                DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Whether the container exists; an exception when storage does not respond.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken) => await _container.ExistsAsync(cancellationToken);

    /// <summary>Creates the container if it is missing; nothing in it is public.</summary>
    public Task CreateAsync(CancellationToken cancellationToken)
        => _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);

    private async Task<VideoCopy?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            var metadata = blob.Metadata;
            return new VideoCopy(
                new StoredVideo(name, blob.ContentLength, metadata[Sha256Metadata]),
                metadata.TryGetValue(SourceMetadata, out var source) ? source : "",
                metadata.ContainsKey(MoreMetadata));
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private static Dictionary<string, string> TagsOf(TaskRecord record) => new (string Name, string Value)[]
    {
        ("task", record.Id.ToString()),
        ("model", record.Request.Model),
        ("provider", record.Request.Provider),
        ("provider_task", record.ProviderTaskId ?? ""),
    }.Where(tag => TagValue().IsMatch(tag.Value)).ToDictionary();

    // A task's id and an extension: no header needs to escape them.
    private static string FileNameOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    // Azure Storage: letters, digits, space and + - . / : = _ in a tag's value, up to 256 characters.
    [GeneratedRegex(@"\A[A-Za-z0-9 +./:=_-]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagValue();
}
