using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Videos;

/// <summary>The container of finished videos. A video is created once, whole, and never overwritten.</summary>
public sealed partial class VideoStore(
    BlobServiceClient blobs, BlobReadLinks links, IOptions<SeedanceOptions> options, TimeProvider time)
{
    private const string Sha256Metadata = "sha256";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(options.Value.Videos.Container);

    /// <summary>The blob name of a task's video: <c>{client}/{yyyy}/{MM}/{dd}/{task id}.mp4</c> by the day of its creation.</summary>
    public static string NameOf(TaskRecord record)
        => string.Create(CultureInfo.InvariantCulture, $"{record.Client}/{record.CreatedAt:yyyy/MM/dd}/{record.Id}.mp4");

    /// <summary>The stored video of that name, or null when there is none.</summary>
    public async Task<StoredVideo?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new StoredVideo(name, properties.ContentLength, properties.Metadata[Sha256Metadata]);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Puts one block beside the blob. Nothing is visible under its name until <see cref="CommitAsync"/>.</summary>
    public async Task StageAsync(string name, string blockId, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        using var content = BinaryData.FromBytes(block).ToStream();
        await _container.GetBlockBlobClient(name).StageBlockAsync(blockId, content, cancellationToken: cancellationToken);
    }

    /// <summary>Makes the staged blocks the blob, unless a blob of that name exists: then that one stands.</summary>
    public async Task<StoredVideo> CommitAsync(
        TaskRecord record, StoredVideo video, IEnumerable<string> blockIds, CancellationToken cancellationToken)
    {
        var commit = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = "video/mp4",
                ContentDisposition = $"inline; filename=\"{record.Id}.mp4\"",
                CacheControl = "private, max-age=31536000, immutable",
            },
            Metadata = new Dictionary<string, string> { [Sha256Metadata] = video.Sha256, [ServiceMark.Name] = ServiceMark.Video },
            Tags = new Dictionary<string, string>(),
        };
        foreach (var (name, value) in new[]
        {
            ("task", record.Id.ToString()),
            ("model", record.Request.Model),
            ("provider", record.Request.Provider),
            ("provider_task", record.ProviderTaskId ?? ""),
        })
        {
            if (value.Length == 0 || !TagValue().IsMatch(value)) continue;
            commit.Metadata[name] = value;
            commit.Tags[name] = value;
        }
        try
        {
            await _container.GetBlockBlobClient(video.Blob).CommitBlockListAsync(blockIds, commit, cancellationToken);
            return video;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return await FindAsync(video.Blob, cancellationToken)
                ?? throw new InvalidOperationException($"The blob {video.Blob} exists and then does not.");
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

    // Azure Storage: letters, digits, space and + - . / : = _ in a tag's value, up to 256 characters.
    [GeneratedRegex("^[A-Za-z0-9 +./:=_-]{1,256}$", RegexOptions.CultureInvariant)]
    private static partial Regex TagValue();

    // What every system takes in a file name, and no header needs to escape.
    [GeneratedRegex("[^A-Za-z0-9._-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfFileNames();
}
