using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Moq;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>
/// One real container whose requests a test can watch, hold up and fail. As in Azure, the app has no account key: it reaches storage
/// under Azure's own address, from where each request goes to Azurite, and links are signed with delegated keys.
/// </summary>
internal sealed class ObservedBlobs : BlobServiceClient
{
    public const string Account = "https://account.blob.core.windows.net";

    private readonly BlobContainerClient _container;
    private readonly string _endpoint;
    private readonly Lazy<Task> _created;

    public ObservedBlobs(StorageAccount account, string container)
        : this(account, container, new Interception())
    {
    }

    private ObservedBlobs(StorageAccount account, string container, Interception interception)
        : base(
            new Uri(Account),
            new AzureSasCredential(account.Signature),
            StorageAccount.With(new BlobClientOptions(), interception))
    {
        interception.Around = AroundAsync;
        var service = new BlobServiceClient(account.ConnectionString, StorageAccount.Elsewhere(new BlobClientOptions()));
        _endpoint = service.Uri.AbsoluteUri.TrimEnd('/');
        _container = service.GetBlobContainerClient(container);
        _created = new Lazy<Task>(() => ContainerExists ? _container.CreateIfNotExistsAsync() : Task.CompletedTask);
    }

    /// <summary>False: nobody has created the container.</summary>
    public bool ContainerExists { get; set; } = true;

    /// <summary>What every request fails with, as when storage is out of reach.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Runs before a blob, its properties or its blocks are read, with the blob's name: whoever is faster.</summary>
    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> BeforeStage { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> BeforeMetadata { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    /// <summary>Changes the XML of a listing.</summary>
    public Func<string, string> OnList { get; set; } = xml => xml;

    /// <summary>Runs before a key is delegated.</summary>
    public Action OnDelegate { get; set; } = () => { };

    /// <summary>Answers Put Block From URL, which Azurite cannot: the bytes that the source gives, or null when storage refuses.</summary>
    public Func<Fetch, byte[]?> OnFetch { get; set; } = _ => null;

    /// <summary>How many bytes each read of a blob was given.</summary>
    public List<(string Name, long Bytes)> Reads { get; } = [];

    /// <summary>The blocks that storage has taken.</summary>
    public List<(string Name, int Bytes)> Staged { get; } = [];

    /// <summary>The <c>If-None-Match</c> of every commit.</summary>
    public List<string?> Commits { get; } = [];

    public List<(DateTimeOffset? StartsOn, DateTimeOffset ExpiresOn)> DelegatedKeys { get; } = [];

    /// <summary>All blobs there are.</summary>
    public IReadOnlyDictionary<string, Blob> Blobs
    {
        get
        {
            Create();
            return _container.GetBlobs().ToDictionary(blob => blob.Name, blob => new Blob(_container.GetBlobClient(blob.Name)));
        }
    }

    /// <summary>Waits until storage has taken as many blocks.</summary>
    public Task StagedAsync(int blocks) => Condition.HoldsAsync(() =>
    {
        lock (Staged) return Staged.Count >= blocks;
    });

    /// <summary>What is staged and not committed.</summary>
    public IReadOnlyList<string> Uncommitted(string name) => [.. UncommittedBlocks(name).Select(block => block.Name)];

    /// <summary>Puts a blob, in the place of one of that name.</summary>
    /// <returns>Its ETag, without quotes.</returns>
    public string Put(string name, byte[] content, params (string Name, string Value)[] metadata)
    {
        Create();
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(entry => entry.Name, entry => entry.Value) };
        return _container.GetBlobClient(name).Upload(BinaryData.FromBytes(content), options).Value.ETag.ToString().Trim('"');
    }

    public string Put(string name, byte[] content, string sha256) => Put(name, content, ("sha256", sha256));

    /// <summary>Puts a blob that is as long as it says; behind its beginning there are zeros.</summary>
    public string Put(string name, byte[] head, long length, params (string Name, string Value)[] metadata)
        => Put(name, [.. head, .. new byte[length - head.Length]], metadata);

    public string EtagOf(string name) => Blobs[name].Properties.ETag.ToString().Trim('"');

    public IDictionary<string, string> MetadataOf(string name) => Blobs[name].Metadata;

    public void Delete(string name) => _container.DeleteBlob(name);

    /// <summary>Commits what is staged, as another run does that is faster.</summary>
    public void Commit(string name, IEnumerable<string> blockIds, string sha256) => _container.GetBlockBlobClient(name)
        .CommitBlockList(blockIds, new CommitBlockListOptions { Metadata = new Dictionary<string, string> { ["sha256"] = sha256 } });

    /// <summary>Drops one staged block. Storage drops them all together: the others are read by way of a blob and staged again.</summary>
    public void Lose(string name, string blockId)
    {
        var kept = UncommittedBlocks(name).Where(block => block.Name != blockId).ToList();
        var blocks = _container.GetBlockBlobClient(name);
        blocks.CommitBlockList(kept.Select(block => block.Name));
        using var content = _container.GetBlobClient(name).DownloadContent().Value.Content.ToStream();
        blocks.Delete();
        foreach (var block in kept)
        {
            var bytes = new byte[block.SizeLong];
            content.ReadExactly(bytes);
            blocks.StageBlock(block.Name, new MemoryStream(bytes));
        }
    }

    public override Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
    {
        OnDelegate();
        lock (DelegatedKeys) DelegatedKeys.Add((startsOn, expiresOn));
        return Task.FromResult(Response.FromValue(
            BlobsModelFactory.UserDelegationKey(
                "object", "tenant", "b", "2023-01-03", Convert.ToBase64String(new byte[32]), expiresOn, startsOn ?? default),
            Mock.Of<Response>()));
    }

    private List<BlobBlock> UncommittedBlocks(string name)
    {
        Create();
        var blocks = _container.GetBlockBlobClient(name);
        try
        {
            return [.. blocks.GetBlockList(BlockListTypes.Uncommitted).Value.UncommittedBlocks];
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    private void Create() => _created.Value.GetAwaiter().GetResult();

    private async Task AroundAsync(HttpMessage message, Func<Task> send)
    {
        await _created.Value.ConfigureAwait(false);
        if (Failure is { } failure) throw failure;
        var request = message.Request;
        var address = request.Uri.ToUri();
        var name = new BlobUriBuilder(address).BlobName;
        request.Uri.Reset(new Uri(_endpoint + address.PathAndQuery));
        if (name.Length == 0)
        {
            await send();
            if (!address.Query.Contains("comp=list", StringComparison.Ordinal)) return;
            message.Response.ContentStream = BinaryData.FromString(OnList(message.Response.Content.ToString())).ToStream();
        }
        else if (request.Method == RequestMethod.Delete)
        {
            await BeforeDelete(name);
            await send();
        }
        else if (request.Method != RequestMethod.Put)
        {
            await BeforeRead(name);
            await send();
            if (request.Method != RequestMethod.Get || address.Query.Length > 0 || message.Response.IsError) return;
            lock (Reads) Reads.Add((name, message.Response.Headers.ContentLengthLong!.Value));
        }
        else
        {
            await WriteAsync(request, name, address.Query, send);
        }
    }

    private async Task WriteAsync(Request request, string name, string part, Func<Task> send)
    {
        if (part.Contains("comp=blocklist", StringComparison.Ordinal))
        {
            await BeforeCommit(name);
            Commits.Add(request.Headers.TryGetValue("If-None-Match", out var condition) ? condition : null);
        }
        else if (part.Contains("comp=metadata", StringComparison.Ordinal))
        {
            await BeforeMetadata(name);
        }
        else
        {
            Assert.Contains("comp=block", part, StringComparison.Ordinal);
            await BeforeStage(name);
            if (request.Headers.TryGetValue("x-ms-copy-source", out var source)) Take(request, source);
            Assert.True(request.Content!.TryComputeLength(out var length));
            await send().ConfigureAwait(false);
            // Downloads and uploads overlap.
            lock (Staged) Staged.Add((name, (int)length));
            return;
        }
        await send();
    }

    // As Put Block, with the bytes in its body.
    private void Take(Request request, string source)
    {
        request.Headers.TryGetValue("x-ms-source-range", out var range);
        request.Headers.TryGetValue("x-ms-source-if-match", out var version);
        var (from, to) = range!["bytes=".Length..].Split('-') is [var first, var last] ? (Number(first), Number(last)) : default;
        var fetched = OnFetch(new Fetch(new Uri(source), from, to + 1, version))
            ?? throw new RequestFailedException(400, "refused", BlobErrorCode.CannotVerifyCopySource.ToString(), null);
        foreach (var header in request.Headers.Where(header => header.Name.StartsWith("x-ms-source-", StringComparison.Ordinal)).ToList())
        {
            request.Headers.Remove(header.Name);
        }
        request.Headers.Remove("x-ms-copy-source");
        request.Headers.SetValue("Content-Length", fetched.Length.ToString(CultureInfo.InvariantCulture));
        request.Content = RequestContent.Create(fetched);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What storage is to fetch: bytes from one position to before another, of a version.</summary>
    internal sealed record Fetch(Uri Source, int From, int To, string? Version);

    /// <summary>A blob as it lies in storage when it is looked at.</summary>
    internal sealed class Blob(BlobClient blob)
    {
        public byte[] Content => blob.DownloadContent().Value.Content.ToArray();

        public BlobProperties Properties => blob.GetProperties().Value;

        public IDictionary<string, string> Metadata => Properties.Metadata;

        public IDictionary<string, string> Tags => blob.GetTags().Value.Tags;
    }
}
