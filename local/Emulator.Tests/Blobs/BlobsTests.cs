using System.Text;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Seedance.Emulator.Tests.Blobs;

/// <summary>Azure.Storage.Blobs is the real package; its dependency System.IO.Hashing is this repository's.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class BlobsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly BlobContainerClient _container = new(azurite.ConnectionString, AzuriteFixture.NewName());

    public Task InitializeAsync() => _container.CreateAsync();

    public Task DisposeAsync() => _container.DeleteAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public async Task What_is_uploaded_is_downloaded(int length)
    {
        var content = Bytes(length);
        var blob = _container.GetBlobClient("folder/video é.mp4");
        await blob.UploadAsync(new MemoryStream(content), new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4" },
            Metadata = new Dictionary<string, string> { ["task"] = "1" },
            Tags = new Dictionary<string, string> { ["client"] = "demo" },
            TransferOptions = new StorageTransferOptions { MaximumTransferSize = 1_000_000, InitialTransferSize = 1_000_000 },
        });

        var downloaded = (await blob.DownloadContentAsync()).Value;
        var tags = (await blob.GetTagsAsync()).Value.Tags;

        Assert.Equal(content, downloaded.Content.ToArray());
        Assert.Equal("video/mp4", downloaded.Details.ContentType);
        Assert.Equal("1", downloaded.Details.Metadata["task"]);
        Assert.Equal("demo", tags["client"]);
    }

    [Fact]
    public async Task Staged_blocks_become_a_blob_when_committed()
    {
        var blob = _container.GetBlockBlobClient("staged");
        var ids = new[] { "a", "b" }.Select(id => Convert.ToBase64String(Encoding.UTF8.GetBytes(id))).ToArray();
        await blob.StageBlockAsync(ids[0], new MemoryStream(Bytes(1_000)));
        await blob.StageBlockAsync(ids[1], new MemoryStream([1, 2, 3]));

        await blob.CommitBlockListAsync(ids, new CommitBlockListOptions { Metadata = new Dictionary<string, string> { ["k"] = "v" } });

        var downloaded = (await blob.DownloadContentAsync()).Value;
        Assert.Equal([.. Bytes(1_000), 1, 2, 3], downloaded.Content.ToArray());
        Assert.Equal("v", downloaded.Details.Metadata["k"]);
    }

    [Fact]
    public async Task A_link_signed_with_the_account_key_opens_without_it()
    {
        var blob = _container.GetBlobClient("signed");
        await blob.UploadAsync(BinaryData.FromString("content"));

        var link = blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.MaxValue.AddYears(-1000));
        using var http = new HttpClient();

        Assert.Equal("content", await http.GetStringAsync(link));
        Assert.Equal("content", (await new BlobClient(link).DownloadContentAsync()).Value.Content.ToString());
        Assert.False((await http.GetAsync(blob.Uri)).IsSuccessStatusCode);
    }

    private static byte[] Bytes(int length) => Enumerable.Range(0, length).Select(i => (byte)(i * 31)).ToArray();
}
