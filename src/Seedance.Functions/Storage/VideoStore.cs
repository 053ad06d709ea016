using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Blobs;
using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>The container of finished videos. A video is created once, whole, and never overwritten.</summary>
public sealed partial class VideoStore(
    BlobServiceClient blobs, BlobReadLinks links, IOptions<SeedanceOptions> options, TimeProvider time)
{
    private const string Sha256Metadata = "sha256";
    private const string MoreMetadata = "more";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(options.Value.Videos.Container);

    /// <summary>The blob name of a task's video: <c>{client}/{yyyy}/{MM}/{dd}/{task id}.mp4</c> by the day of its creation.</summary>
    public static string NameOf(TaskRecord record)
        => string.Create(CultureInfo.InvariantCulture, $"{record.Client}/{record.CreatedAt:yyyy/MM/dd}/{record.Id}.mp4");

    /// <summary>The blob name of one of a task's videos, the first being 1: the others have <c>-2</c>, <c>-3</c> behind the task id.</summary>
    public static string NameOf(TaskRecord record, int number)
        => number == 1 ? NameOf(record) : string.Create(CultureInfo.InvariantCulture, $"{NameOf(record)[..^4]}-{number}.mp4");

    /// <summary>The blob name of a task's last frame.</summary>
    public static string LastFrameNameOf(TaskRecord record, string extension) => $"{NameOf(record)[..^4]}-last.{extension}";

    /// <summary>The stored video of that name, or null when there is none. One that has no hash yet gets it now.</summary>
    public async Task<StoredVideo?> FindAsync(string name, CancellationToken cancellationToken)
        => await DescribeAsync(name, cancellationToken) is { } properties ? await FoundAsync(name, properties, cancellationToken) : null;

    /// <summary>The first of a task's videos, or null when it is not there; and whether the task has other results beside it.</summary>
    public async Task<(StoredVideo? Video, bool HasMore)> FindFirstAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var name = NameOf(record);
        return await DescribeAsync(name, cancellationToken) is { } properties
            ? (await FoundAsync(name, properties, cancellationToken), properties.Metadata.ContainsKey(MoreMetadata))
            : (null, false);
    }

    /// <summary>All of a task's videos that are stored, in order; none where the first is not there.</summary>
    public async Task<IReadOnlyList<StoredVideo>> FindAllAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var (first, hasMore) = await FindFirstAsync(record, cancellationToken);
        if (first is null) return [];
        var found = new List<StoredVideo> { first };
        while (hasMore && await FindAsync(NameOf(record, found.Count + 1), cancellationToken) is { } next) found.Add(next);
        return found;
    }

    /// <summary>The blocks that are staged beside a blob and not part of it.</summary>
    internal async Task<StagedBlocks> StagedAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var list = await _container.GetBlockBlobClient(name).GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken);
            return new StagedBlocks([.. list.Value.UncommittedBlocks.Select(block => (block.Name, block.SizeLong))]);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return StagedBlocks.None;
        }
    }

    /// <summary>Puts one block beside the blob. Nothing is visible under its name until <see cref="CommitAsync"/>.</summary>
    public async Task StageAsync(string name, string blockId, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        using var content = BinaryData.FromBytes(block).ToStream();
        await _container.GetBlockBlobClient(name).StageBlockAsync(blockId, content, cancellationToken: cancellationToken);
    }

    /// <summary>Lets Blob Storage fetch one block by itself, if the source is still of that version.</summary>
    /// <exception cref="RequestFailedException">The source or the storage refuses.</exception>
    public Task FetchAsync(string name, string blockId, Uri source, HttpRange range, ETag version, CancellationToken cancellationToken)
        => _container.GetBlockBlobClient(name).StageBlockFromUriAsync(
            source,
            blockId,
            new StageBlockFromUriOptions { SourceRange = range, SourceConditions = new RequestConditions { IfMatch = version } },
            cancellationToken);

    /// <summary>
    /// Makes the staged blocks the blob, unless a blob of that name exists: then that one stands. Without a hash, it is made of what
    /// was stored. Null when the blocks are gone and no blob has come of them.
    /// </summary>
    /// <remarks>
    /// Blocks of an earlier run cannot be read before they are committed, so a blob that was resumed has its hash a little later than its
    /// name. What it holds is whole by then: its length, its beginning and its blocks' version were checked. No task is completed
    /// without the hash; <see cref="FindAsync"/> makes up for a process that died in between.
    /// </remarks>
    public async Task<StoredVideo?> CommitAsync(
        CopyTarget target, long bytes, string? sha256, IEnumerable<string> blockIds, CancellationToken cancellationToken)
    {
        var (metadata, tags) = WordsOf(target);
        if (sha256 is not null) metadata[Sha256Metadata] = sha256;
        var commit = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = target.ContentType,
                ContentDisposition = $"inline; filename=\"{target.Name[(target.Name.LastIndexOf('/') + 1)..]}\"",
                CacheControl = "private, max-age=31536000, immutable",
            },
            Metadata = metadata,
            Tags = tags,
        };
        try
        {
            await _container.GetBlockBlobClient(target.Name).CommitBlockListAsync(blockIds, commit, cancellationToken);
            return sha256 is not null ? new StoredVideo(target.Name, bytes, sha256) : await FindAsync(target.Name, cancellationToken);
        }
        catch (RequestFailedException failure)
            when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists || failure.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            // Another run was faster, and its commit has swept away the blocks of this one.
            return await FindAsync(target.Name, cancellationToken);
        }
    }

    /// <summary>A read-only link to one blob that lives for the configured minutes.</summary>
    /// <param name="name">The blob's name.</param>
    /// <param name="download">True: storage answers with a file name to save it under, the last part of the blob's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Uri> LinkToAsync(string name, bool download, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await links.ToAsync(
            _container.GetBlobClient(name),
            now - ClockSkew,
            now + TimeSpan.FromMinutes(options.Value.Videos.LinkMinutes),
            download ? $"attachment; filename=\"{NotOfFileNames().Replace(name[(name.LastIndexOf('/') + 1)..], "_")}\"" : null,
            cancellationToken);
    }

    /// <summary>Removes blobs and their snapshots. What is not there is removed already.</summary>
    public async Task RemoveAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            await _container.GetBlobClient(name).DeleteIfExistsAsync(
                DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
    }

    /// <summary>True when the container is there and answers.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
        => await _container.ExistsAsync(cancellationToken);

    /// <summary>Creates the container if it is missing; nothing in it is public.</summary>
    public Task CreateAsync(CancellationToken cancellationToken)
        => _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);

    private static (Dictionary<string, string> Metadata, Dictionary<string, string> Tags) WordsOf(CopyTarget target)
    {
        var metadata = new Dictionary<string, string> { [ServiceMark.Name] = ServiceMark.Video };
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in new[]
        {
            ("task", target.Record.Id.ToString()),
            ("model", target.Record.Request.Model),
            ("provider", target.Record.Request.Provider),
            ("provider_task", target.Record.ProviderTaskId ?? ""),
        })
        {
            if (value.Length == 0 || !TagValue().IsMatch(value)) continue;
            metadata[name] = value;
            tags[name] = value;
        }
        if (target.HasMore) metadata[MoreMetadata] = "true";
        return (metadata, tags);
    }

    private async Task<BlobProperties?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private async Task<StoredVideo> FoundAsync(string name, BlobProperties properties, CancellationToken cancellationToken)
        => new(name, properties.ContentLength, await HashAsync(name, properties, cancellationToken));

    /// <summary>The hash that the blob has, or else the hash of what it holds, which it then has.</summary>
    private async Task<string> HashAsync(string name, BlobProperties properties, CancellationToken cancellationToken)
    {
        if (properties.Metadata.TryGetValue(Sha256Metadata, out var known)) return known;
        var blob = _container.GetBlobClient(name);
        // Whatever version the metadata is by now: what a stored video holds never changes.
        using var download = (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(download.Content, cancellationToken));
        try
        {
            var metadata = new Dictionary<string, string>(properties.Metadata) { [Sha256Metadata] = sha256 };
            await blob.SetMetadataAsync(metadata, new BlobRequestConditions { IfMatch = properties.ETag }, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status == 412)
        {
            // Another run has done the same: nothing else ever changes a stored video's metadata.
        }
        return sha256;
    }

    // Azure Storage: letters, digits, space and + - . / : = _ in a tag's value, up to 256 characters.
    [GeneratedRegex("^[A-Za-z0-9 +./:=_-]{1,256}$", RegexOptions.CultureInvariant)]
    private static partial Regex TagValue();

    // What every system takes in a file name, and no header needs to escape.
    [GeneratedRegex("[^A-Za-z0-9._-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfFileNames();
}
