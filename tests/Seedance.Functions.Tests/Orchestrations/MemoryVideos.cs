using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Moq;

namespace Seedance.Functions.Tests.Orchestrations;

/// <summary>
/// The container of videos in memory, behind trouble, for the same reason as <see cref="MemoryTables"/>. A video appears when its
/// blocks are committed, and only once.
/// </summary>
internal sealed class MemoryVideos(StorageTrouble trouble) : BlobServiceClient
{
    private static readonly Response Raw = Mock.Of<Response>();

    private readonly Dictionary<string, StoredBlob> _blobs = [];
    private readonly Dictionary<(string Blob, string Id), byte[]> _blocks = [];

    public IReadOnlyDictionary<string, StoredBlob> Blobs => _blobs;

    public void Put(string name, byte[] content, string sha256)
        => _blobs[name] = new(content, new Dictionary<string, string> { ["sha256"] = sha256 });

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new Container(this);

    private Task<Response<T>> ReadAsync<T>(string name, Func<StoredBlob?, T> read)
        => trouble.ReadAsync(() => Task.FromResult(Response.FromValue(read(_blobs.GetValueOrDefault(name)), Raw)));

    // The app never looks at what a write responds with.
    private Task<Response<T>> WriteAsync<T>(Action write) => trouble.WriteAsync(() =>
    {
        write();
        return Task.FromResult(Response.FromValue<T>(default!, Raw));
    });

    private static RequestFailedException Failure(int status, BlobErrorCode code) => new(status, code.ToString(), code.ToString(), null);

    internal sealed record StoredBlob(byte[] Content, IDictionary<string, string> Metadata)
    {
        public ETag ETag { get; } = new(Guid.NewGuid().ToString("N"));
    }

    private sealed class Container(MemoryVideos videos) : BlobContainerClient
    {
        public override BlobClient GetBlobClient(string blobName) => new Video(videos, blobName);

        protected override BlockBlobClient GetBlockBlobClientCore(string blobName) => new Blocks(videos, blobName);
    }

    private sealed class Video(MemoryVideos videos, string name) : BlobClient
    {
        public override Task<Response<BlobProperties>> GetPropertiesAsync(
            BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
            => videos.ReadAsync(name, blob => blob is null
                ? throw Failure(404, BlobErrorCode.BlobNotFound)
                : BlobsModelFactory.BlobProperties(contentLength: blob.Content.Length, metadata: blob.Metadata, eTag: blob.ETag));
    }

    private sealed class Blocks(MemoryVideos videos, string name) : BlockBlobClient
    {
        public override async Task<Response<BlockInfo>> StageBlockAsync(
            string base64BlockId, Stream content, BlockBlobStageBlockOptions options = null!, CancellationToken cancellationToken = default)
        {
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, cancellationToken);
            // Downloads and uploads overlap.
            lock (videos._blocks) videos._blocks[(name, base64BlockId)] = copy.ToArray();
            return Response.FromValue<BlockInfo>(null!, Raw);
        }

        public override Task<Response<BlobContentInfo>> CommitBlockListAsync(
            IEnumerable<string> base64BlockIds, CommitBlockListOptions options, CancellationToken cancellationToken = default)
            => videos.WriteAsync<BlobContentInfo>(() =>
            {
                Assert.Equal(ETag.All, options.Conditions.IfNoneMatch);
                if (videos._blobs.ContainsKey(name)) throw Failure(409, BlobErrorCode.BlobAlreadyExists);
                var content = base64BlockIds.Select(id => videos._blocks.GetValueOrDefault((name, id))
                    ?? throw Failure(400, BlobErrorCode.InvalidBlockList)).SelectMany(block => block);
                videos._blobs[name] = new([.. content], options.Metadata);
                foreach (var block in videos._blocks.Keys.Where(block => block.Blob == name).ToList()) videos._blocks.Remove(block);
            });
    }
}
