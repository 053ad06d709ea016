using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

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
        : base(
            new Uri(Account), new AzureSasCredential(account.Signature), StorageAccount.With(new BlobClientOptions(), out var interception))
    {
        interception.Around = AroundAsync;
        var service = new BlobServiceClient(account.ConnectionString, StorageAccount.Elsewhere(new BlobClientOptions()));
        _endpoint = service.Uri.AbsoluteUri.TrimEnd('/');
        _container = service.GetBlobContainerClient(container);
        _created = new Lazy<Task>(() => ContainerExists ? _container.CreateIfNotExistsAsync() : Task.CompletedTask);
    }

    public bool ContainerExists { get; set; } = true;
    public Exception? Failure { get; set; }

    /// <summary>These run before a blob, its properties or its blocks are read or written, with the blob's name.</summary>
    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;
    public Func<string, Task> BeforeStage { get; set; } = _ => Task.CompletedTask;
    public Func<string, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;
    public Func<string, Task> BeforeMetadata { get; set; } = _ => Task.CompletedTask;
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;
    public Func<Task> OnDelegate { get; set; } = () => Task.CompletedTask;
    public List<(string Name, long Bytes)> Reads { get; } = [];
    public List<string> Staged { get; } = [];
    public List<string?> Commits { get; } = [];
    public List<(DateTimeOffset? StartsOn, DateTimeOffset ExpiresOn)> DelegatedKeys { get; } = [];

    public IReadOnlyDictionary<string, Blob> Blobs
    {
        get
        {
            Create();
            return _container.GetBlobs().ToDictionary(blob => blob.Name, blob => new Blob(_container.GetBlobClient(blob.Name)));
        }
    }

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

    public override async Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
    {
        lock (DelegatedKeys) DelegatedKeys.Add((startsOn, expiresOn));
        await OnDelegate();
        var key = Convert.ToBase64String(new byte[32]);
        return Response.FromValue(
            BlobsModelFactory.UserDelegationKey("object", "tenant", "b", "2023-01-03", key, expiresOn, startsOn ?? default),
            Mock.Of<Response>());
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
        if (name.Length > 0) await BeforeAsync(request, name, address.Query);
        await send().ConfigureAwait(false);

        var response = message.Response;
        if (response.IsError) return;
        // Downloads and uploads overlap.
        if (request.Method == RequestMethod.Get && address.Query.Length == 0)
        {
            lock (Reads) Reads.Add((name, response.Headers.ContentLengthLong!.Value));
        }
        else if (address.Query.Contains("comp=block&", StringComparison.Ordinal))
        {
            lock (Staged) Staged.Add(name);
        }
    }

    private async Task BeforeAsync(Request request, string name, string query)
    {
        if (request.Method == RequestMethod.Delete) await BeforeDelete(name);
        else if (request.Method != RequestMethod.Put) await BeforeRead(name);
        else if (query.Contains("comp=metadata", StringComparison.Ordinal)) await BeforeMetadata(name);
        else if (query.Contains("comp=blocklist", StringComparison.Ordinal))
        {
            await BeforeCommit(name);
            Commits.Add(request.Headers.TryGetValue("If-None-Match", out var condition) ? condition : null);
        }
        else
        {
            Assert.Contains("comp=block&", query, StringComparison.Ordinal);
            await BeforeStage(name);
        }
    }

    internal sealed class Blob(BlobClient blob)
    {
        public byte[] Content => blob.DownloadContent().Value.Content.ToArray();

        public BlobProperties Properties => blob.GetProperties().Value;

        public IDictionary<string, string> Metadata => Properties.Metadata;

        public IDictionary<string, string> Tags => blob.GetTags().Value.Tags;
    }
}
