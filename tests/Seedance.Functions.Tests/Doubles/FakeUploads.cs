using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The container of uploads in memory, with Blob Storage's own rules: ETags, ranges, 404, 412 and 416.</summary>
internal sealed class FakeUploads : BlobServiceClient
{
    public const string Account = "https://account.blob.core.windows.net";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stored> _blobs = [];
    private int _version;

    public override Uri Uri => new(Account);

    /// <summary>Runs before a blob is read: whoever is faster.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>Runs before metadata is written.</summary>
    public Action<string> OnSetMetadata { get; set; } = _ => { };

    /// <summary>Runs before a key is delegated.</summary>
    public Action OnDelegate { get; set; } = () => { };

    /// <summary>How many bytes of blobs were asked for, by each read.</summary>
    public List<(string Name, long Bytes)> Reads { get; } = [];

    public List<(DateTimeOffset? StartsOn, DateTimeOffset ExpiresOn)> DelegatedKeys { get; } = [];

    /// <summary>Puts a blob, in the place of one of that name.</summary>
    /// <returns>Its ETag, without quotes.</returns>
    public string Put(string name, byte[] content, params (string Name, string Value)[] metadata)
        => Put(name, new Stored(content, content.Length, metadata.ToDictionary(entry => entry.Name, entry => entry.Value)));

    /// <summary>Puts a blob that is as long as it says and holds only its beginning.</summary>
    public string Put(string name, byte[] head, long length, params (string Name, string Value)[] metadata)
        => Put(name, new Stored(head, length, metadata.ToDictionary(entry => entry.Name, entry => entry.Value)));

    public void Delete(string name)
    {
        lock (_lock) _blobs.Remove(name);
    }

    public string EtagOf(string name)
    {
        lock (_lock) return _blobs[name].Etag;
    }

    public IReadOnlyDictionary<string, string> MetadataOf(string name)
    {
        lock (_lock) return _blobs[name].Metadata;
    }

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new Container(this, blobContainerName);

    public override Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
    {
        OnDelegate();
        lock (_lock) DelegatedKeys.Add((startsOn, expiresOn));
        return Task.FromResult(Response.FromValue(
            BlobsModelFactory.UserDelegationKey(
                "object", "tenant", "b", "2023-01-03", Convert.ToBase64String(new byte[32]), expiresOn, startsOn ?? default),
            new FakeResponse(200)));
    }

    private string Put(string name, Stored blob)
    {
        lock (_lock)
        {
            _blobs[name] = blob with { Etag = NextEtag(), CreatedOn = Samples.Now.AddSeconds(_version) };
            return _blobs[name].Etag;
        }
    }

    private string NextEtag() => string.Create(CultureInfo.InvariantCulture, $"0x{++_version:X}");

    private Stored Find(string name, BlobRequestConditions? conditions)
    {
        if (!_blobs.TryGetValue(name, out var blob)) throw new RequestFailedException(404, "missing", "BlobNotFound", null);
        if (conditions?.IfMatch is { } wanted && wanted.ToString() != $"\"{blob.Etag}\"")
        {
            throw new RequestFailedException(412, "changed", "ConditionNotMet", null);
        }
        return blob;
    }

    private sealed record Stored(byte[] Head, long Length, IReadOnlyDictionary<string, string> Metadata)
    {
        public string Etag { get; init; } = "";

        public DateTimeOffset CreatedOn { get; init; }

        public IDictionary<string, string> Copy => new Dictionary<string, string>(Metadata);
    }

    private sealed class Container(FakeUploads blobs, string name) : BlobContainerClient(new Uri($"{Account}/{name}"))
    {
        public override BlobClient GetBlobClient(string blobName)
            => new Blob(blobs, new BlobUriBuilder(Uri) { BlobName = blobName }.ToUri());

        public override AsyncPageable<BlobItem> GetBlobsAsync(
            BlobTraits traits = BlobTraits.None, BlobStates states = BlobStates.None, string prefix = null!, CancellationToken cancellationToken = default)
        {
            lock (blobs._lock)
            {
                var items = blobs._blobs.Where(blob => blob.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .OrderBy(blob => blob.Key, StringComparer.Ordinal)
                    .Select(blob => BlobsModelFactory.BlobItem(
                        blob.Key, properties: BlobsModelFactory.BlobItemProperties(true, createdOn: blob.Value.CreatedOn)));
                return AsyncPageable<BlobItem>.FromPages([Page<BlobItem>.FromValues([.. items], null, new FakeResponse(200))]);
            }
        }
    }

    private sealed class Blob(FakeUploads blobs, Uri uri) : BlobClient(uri)
    {
        public override bool CanGenerateSasUri => false;

        public override Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(
            BlobDownloadOptions options = null!, CancellationToken cancellationToken = default)
        {
            blobs.OnRead(Name);
            lock (blobs._lock)
            {
                var blob = blobs.Find(Name, options.Conditions);
                if (blob.Length == 0) throw new RequestFailedException(416, "empty", "InvalidRange", null);
                var length = Math.Min(options.Range.Length!.Value, blob.Length);
                blobs.Reads.Add((Name, length));
                var content = new byte[length];
                blob.Head.AsSpan(0, (int)Math.Min(length, blob.Head.Length)).CopyTo(content);
                var details = Details(
                    (nameof(BlobDownloadDetails.ContentLength), length),
                    (nameof(BlobDownloadDetails.Metadata), blob.Copy),
                    (nameof(BlobDownloadDetails.ContentRange), $"bytes 0-{length - 1}/{blob.Length}"),
                    (nameof(BlobDownloadDetails.ETag), new ETag($"\"{blob.Etag}\"")));
                return Task.FromResult(Response.FromValue(
                    BlobsModelFactory.BlobDownloadStreamingResult(new MemoryStream(content), details), new FakeResponse(206)));
            }
        }

        // The model factory has no parameter for the ETag.
        private static BlobDownloadDetails Details(params (string Name, object Value)[] properties)
        {
            var details = (BlobDownloadDetails)Activator.CreateInstance(typeof(BlobDownloadDetails), nonPublic: true)!;
            foreach (var (name, value) in properties) typeof(BlobDownloadDetails).GetProperty(name)!.SetValue(details, value);
            return details;
        }

        public override Task<Response<BlobProperties>> GetPropertiesAsync(
            BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
        {
            lock (blobs._lock)
            {
                var blob = blobs.Find(Name, conditions);
                return Task.FromResult(Response.FromValue(
                    BlobsModelFactory.BlobProperties(
                        contentLength: blob.Length, metadata: blob.Copy, eTag: new ETag($"\"{blob.Etag}\"")),
                    new FakeResponse(200)));
            }
        }

        public override Task<Response<BlobInfo>> SetMetadataAsync(
            IDictionary<string, string> metadata, BlobRequestConditions conditions = null!, CancellationToken cancellationToken = default)
        {
            blobs.OnSetMetadata(Name);
            Assert.All(metadata.Values, value => Assert.DoesNotContain(value, character => character is < ' ' or > '~'));
            lock (blobs._lock)
            {
                var blob = blobs.Find(Name, conditions);
                blobs._blobs[Name] = blob with { Metadata = new Dictionary<string, string>(metadata), Etag = blobs.NextEtag() };
            }
            return Task.FromResult<Response<BlobInfo>>(null!);
        }
    }
}
