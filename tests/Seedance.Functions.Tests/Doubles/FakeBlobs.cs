using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Blob Storage in memory: blobs appear when their blocks are committed, and only once.</summary>
internal sealed class FakeBlobs : BlobServiceClient
{
    private readonly Dictionary<string, Blob> _blobs = [];
    private readonly Dictionary<(string Blob, string Id), byte[]> _blocks = [];

    public IReadOnlyDictionary<string, Blob> Blobs => _blobs;

    public List<int> StagedSizes { get; } = [];

    /// <summary>The blobs of staged blocks, in order.</summary>
    public List<string> StagedNames { get; } = [];

    /// <summary>Answers Put Block From URL: the bytes that the source gives, or null when storage refuses.</summary>
    public Func<Uri, StageBlockFromUriOptions, byte[]?> OnFetch { get; set; } = (_, _) => null;

    public List<CommitBlockListOptions> Commits { get; } = [];

    /// <summary>Runs before a commit reaches storage: whoever is faster.</summary>
    public Action? BeforeCommit { get; set; }

    /// <summary>Runs before a block reaches storage.</summary>
    public Action? BeforeStage { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>Stands between the app and storage: runs every read, which it may fail.</summary>
    public Func<Func<Task<bool>>, Task<bool>> OnRead { get; set; } = read => read();

    /// <summary>Stands between the app and storage: runs every write, which it may fail before or after its effect.</summary>
    public Func<Func<Task<bool>>, Task<bool>> OnWrite { get; set; } = write => write();

    public bool ContainerExists { get; set; } = true;

    /// <summary>False as with managed identity: links are signed with a key that Azure delegates.</summary>
    public bool HasAccountKey { get; set; } = true;

    public override Uri Uri => new("https://account.blob.example.com/");

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new Container(this, blobContainerName);

    public override Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
        => Task.FromResult(Response.FromValue(
            BlobsModelFactory.UserDelegationKey(
                "object", "tenant", "b", "2023-01-03", Convert.ToBase64String(new byte[32]), expiresOn, startsOn ?? default),
            new FakeResponse(200)));

    public void Put(string name, byte[] content, string sha256)
        => Put(name, content, new Dictionary<string, string> { ["sha256"] = sha256 });

    public void Put(string name, byte[] content, IDictionary<string, string> metadata) => _blobs[name] = new Blob(content, metadata);

    /// <summary>What is staged and not committed.</summary>
    public IReadOnlyList<string> Uncommitted(string name) => [.. _blocks.Keys.Where(block => block.Blob == name).Select(block => block.Id)];

    public void Lose(string name, string blockId) => _blocks.Remove((name, blockId));

    public sealed record Blob(byte[] Content, IDictionary<string, string> Metadata)
    {
        public ETag ETag { get; } = new(Guid.NewGuid().ToString("N"));
    }

    private sealed class Container(FakeBlobs blobs, string name) : BlobContainerClient
    {
        public override string Name => name;

        public override BlobClient GetBlobClient(string blobName) => new Named(blobs, blobName);

        public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
        {
            if (blobs.Failure is { } failure) throw failure;
            return Task.FromResult(Response.FromValue(blobs.ContainerExists, new FakeResponse(200)));
        }

        protected override BlockBlobClient GetBlockBlobClientCore(string blobName) => new Blocks(blobs, blobName);
    }

    private sealed class Named(FakeBlobs blobs, string name) : BlobClient
    {
        public override Uri Uri => new($"https://account.blob.example.com/videos/{name}");

        public override string AccountName => "account";

        public override string BlobContainerName => "videos";

        public override string Name => name;

        public override bool CanGenerateSasUri => blobs.HasAccountKey;

        public override Uri GenerateSasUri(BlobSasBuilder builder)
            => new($"https://account.blob.example.com/{builder.BlobContainerName}/{builder.BlobName}"
                + $"?se={builder.ExpiresOn:O}&sp={builder.Permissions}"
                + (builder.ContentDisposition is { } disposition ? $"&rscd={Uri.EscapeDataString(disposition)}" : ""));

        public override async Task<Response<bool>> DeleteIfExistsAsync(
            DeleteSnapshotsOption snapshotsOption = default,
            BlobRequestConditions conditions = null!,
            CancellationToken cancellationToken = default)
        {
            var removed = false;
            await blobs.OnWrite(() => Task.FromResult(removed = blobs._blobs.Remove(name)));
            return Response.FromValue(removed, new FakeResponse(removed ? 202 : 404));
        }

        public override async Task<Response<BlobProperties>> GetPropertiesAsync(
            BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
        {
            await blobs.OnRead(() => Task.FromResult(true));
            return blobs._blobs.TryGetValue(name, out var blob)
                ? Response.FromValue(
                    BlobsModelFactory.BlobProperties(contentLength: blob.Content.Length, metadata: blob.Metadata, eTag: blob.ETag),
                    new FakeResponse(200))
                : throw new RequestFailedException(404, "missing", BlobErrorCode.BlobNotFound.ToString(), null);
        }

        public override async Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(
            BlobDownloadOptions options = null!, CancellationToken cancellationToken = default)
        {
            await blobs.OnRead(() => Task.FromResult(true));
            if (options?.Conditions?.IfMatch is { } version && version != blobs._blobs[name].ETag)
            {
                throw new RequestFailedException(412, "changed", BlobErrorCode.ConditionNotMet.ToString(), null);
            }
            var content = new MemoryStream(blobs._blobs[name].Content);
            return Response.FromValue(BlobsModelFactory.BlobDownloadStreamingResult(content), new FakeResponse(200));
        }

        public override async Task<Response<BlobInfo>> SetMetadataAsync(
            IDictionary<string, string> metadata, BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
        {
            await blobs.OnWrite(() =>
            {
                var blob = blobs._blobs[name];
                if (conditions.IfMatch != blob.ETag) throw new RequestFailedException(412, "changed", BlobErrorCode.ConditionNotMet.ToString(), null);
                blobs._blobs[name] = new Blob(blob.Content, metadata);
                return Task.FromResult(true);
            });
            return null!;
        }
    }

    private sealed class Blocks(FakeBlobs blobs, string name) : BlockBlobClient
    {
        public override async Task<Response<BlockInfo>> StageBlockAsync(
            string base64BlockId, Stream content, BlockBlobStageBlockOptions options = null!, CancellationToken cancellationToken = default)
        {
            blobs.BeforeStage?.Invoke();
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, cancellationToken);
            Stage(base64BlockId, copy.ToArray());
            return null!;
        }

        public override Task<Response<BlockInfo>> StageBlockFromUriAsync(
            Uri sourceUri, string base64BlockId, StageBlockFromUriOptions options = null!, CancellationToken cancellationToken = default)
        {
            var fetched = blobs.OnFetch(sourceUri, options)
                ?? throw new RequestFailedException(400, "refused", BlobErrorCode.CannotVerifyCopySource.ToString(), null);
            Stage(base64BlockId, fetched);
            return Task.FromResult<Response<BlockInfo>>(null!);
        }

        public override async Task<Response<BlockList>> GetBlockListAsync(
            BlockListTypes blockListTypes = BlockListTypes.All,
            string snapshot = null!,
            BlobRequestConditions conditions = null!,
            CancellationToken cancellationToken = default)
        {
            await blobs.OnRead(() => Task.FromResult(true));
            var staged = blobs._blocks.Where(block => block.Key.Blob == name).ToList();
            if (staged.Count == 0 && !blobs._blobs.ContainsKey(name)) throw new RequestFailedException(404, "missing");
            return Response.FromValue(
                BlobsModelFactory.BlockList(
                    uncommittedBlocks: staged.Select(block => BlobsModelFactory.BlobBlock(block.Key.Id, block.Value.LongLength))),
                new FakeResponse(200));
        }

        private void Stage(string id, byte[] content)
        {
            // Downloads and uploads overlap.
            lock (blobs._blocks)
            {
                Assert.All(blobs.Uncommitted(name), other => Assert.Equal(other.Length, id.Length));
                blobs._blocks[(name, id)] = content;
                blobs.StagedSizes.Add(content.Length);
                blobs.StagedNames.Add(name);
            }
        }

        public override async Task<Response<BlobContentInfo>> CommitBlockListAsync(
            IEnumerable<string> base64BlockIds, CommitBlockListOptions options, CancellationToken cancellationToken = default)
        {
            await blobs.OnWrite(() => Commit(base64BlockIds, options));
            return null!;
        }

        private Task<bool> Commit(IEnumerable<string> base64BlockIds, CommitBlockListOptions options)
        {
            blobs.BeforeCommit?.Invoke();
            blobs.Commits.Add(options);
            if (options.Conditions?.IfNoneMatch == ETag.All && blobs._blobs.ContainsKey(name))
            {
                throw new RequestFailedException(409, "exists", BlobErrorCode.BlobAlreadyExists.ToString(), null);
            }
            if (base64BlockIds.Any(id => !blobs._blocks.ContainsKey((name, id))))
            {
                throw new RequestFailedException(400, "no such block", BlobErrorCode.InvalidBlockList.ToString(), null);
            }
            blobs._blobs[name] = new Blob([.. base64BlockIds.SelectMany(id => blobs._blocks[(name, id)])], options.Metadata);
            foreach (var id in blobs.Uncommitted(name)) blobs._blocks.Remove((name, id));
            return Task.FromResult(true);
        }
    }
}
