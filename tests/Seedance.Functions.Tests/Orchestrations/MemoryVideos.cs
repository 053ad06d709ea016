using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>
/// The container of videos in memory, behind trouble, for the same reason as <see cref="MemoryTables"/>. A video appears when its
/// blocks are committed, and only once.
/// </summary>
internal sealed class MemoryVideos(StorageTrouble trouble) : BlobServiceClient
{
    private static readonly Response Raw = Mock.Of<Response>();

    private readonly StorageTrouble _trouble = trouble;
    private readonly Dictionary<string, StoredBlob> _blobs = [];
    private readonly Dictionary<(string Blob, string Id), byte[]> _staged = [];

    public IReadOnlyDictionary<string, StoredBlob> Blobs => _blobs;

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new Container(this);

    private Response<BlobProperties> Describe(string name) => _blobs.TryGetValue(name, out var blob)
        ? Response.FromValue(BlobsModelFactory.BlobProperties(contentLength: blob.Content.Length, metadata: blob.Metadata), Raw)
        : throw new RequestFailedException(404, "", BlobErrorCode.BlobNotFound.ToString(), null);

    private async Task<Response<BlockInfo>> StageAsync(string name, string id, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        // Downloads and uploads overlap.
        lock (_staged) _staged[(name, id)] = copy.ToArray();
        return Response.FromValue<BlockInfo>(null!, Raw);
    }

    private Response<BlobContentInfo> Commit(string name, IEnumerable<string> blocks, CommitBlockListOptions options)
    {
        Assert.Equal(ETag.All, options.Conditions.IfNoneMatch);
        return _blobs.TryAdd(name, new([.. blocks.SelectMany(id => _staged[(name, id)])], options.Metadata))
            ? Response.FromValue<BlobContentInfo>(null!, Raw)
            : throw new RequestFailedException(409, "", BlobErrorCode.BlobAlreadyExists.ToString(), null);
    }

    internal sealed record StoredBlob(byte[] Content, IDictionary<string, string> Metadata);

    private sealed class Container(MemoryVideos videos) : BlobContainerClient
    {
        public override BlobClient GetBlobClient(string blobName) => new Video(videos, blobName);

        protected override BlockBlobClient GetBlockBlobClientCore(string blobName) => new Blocks(videos, blobName);
    }

    private sealed class Video(MemoryVideos videos, string name) : BlobClient
    {
        public override Task<Response<BlobProperties>> GetPropertiesAsync(
            BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
            => videos._trouble.ReadAsync(() => videos.Describe(name));
    }

    private sealed class Blocks(MemoryVideos videos, string name) : BlockBlobClient
    {
        public override Task<Response<BlockInfo>> StageBlockAsync(
            string base64BlockId, Stream content, BlockBlobStageBlockOptions options = null!, CancellationToken cancellationToken = default)
            => videos.StageAsync(name, base64BlockId, content, cancellationToken);

        public override Task<Response<BlobContentInfo>> CommitBlockListAsync(
            IEnumerable<string> base64BlockIds, CommitBlockListOptions options, CancellationToken cancellationToken = default)
            => videos._trouble.WriteAsync(() => videos.Commit(name, base64BlockIds, options));
    }
}
