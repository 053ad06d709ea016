using System.Web;
using Azure.Storage;
using Azure.Storage.Blobs;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class BlobReadLinksTests
{
    private const string Name = "studio/ünï 1&2.png";

    private readonly DelegatingStorage _storage = new();

    [Fact]
    public async Task A_delegated_link_opens_one_blob_of_any_container_for_reading_over_https()
    {
        var link = await new BlobReadLinks(_storage.NewKeys()).ToAsync(
            _storage.Blobs.GetBlobContainerClient("uploads").GetBlobClient(Name), Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None);

        Assert.Equal($"/uploads/{Name}", Uri.UnescapeDataString(link.AbsolutePath));
        AssertReadsOneBlob(link, "https");
        Assert.Equal("00000000-0000-0000-0000-000000000001", HttpUtility.ParseQueryString(link.Query)["skoid"]);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/uploads/x", "https")]
    [InlineData("http://127.0.0.1:10000/account/uploads/x", null)]
    public async Task A_link_of_the_account_s_key_demands_https_where_storage_has_it(string blob, string? protocol)
    {
        var client = new BlobClient(new Uri(blob), new StorageSharedKeyCredential("account", Samples.Key(1)));

        AssertReadsOneBlob(
            await new BlobReadLinks(_storage.NewKeys()).ToAsync(client, Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None), protocol);
        Assert.Empty(_storage.Asked);
    }

    [Fact]
    public async Task The_same_times_give_the_same_link_and_the_disposition_is_part_of_it()
    {
        var blob = _storage.Blobs.GetBlobContainerClient("uploads").GetBlobClient(Name);
        var links = new BlobReadLinks(_storage.NewKeys());
        var first = await links.ToAsync(blob, Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None);
        _storage.Time.Advance(TimeSpan.FromHours(30));

        Assert.Equal(first, await links.ToAsync(blob, Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None));
        Assert.Equal(
            first, await new BlobReadLinks(_storage.NewKeys()).ToAsync(blob, Samples.Now, Samples.Now.AddDays(2), null, CancellationToken.None));
        var named = await links.ToAsync(blob, Samples.Now, Samples.Now.AddDays(2), "attachment; filename=\"a.png\"", CancellationToken.None);
        Assert.Equal("attachment; filename=\"a.png\"", HttpUtility.ParseQueryString(named.Query)["rscd"]);
    }

    private static void AssertReadsOneBlob(Uri link, string? protocol)
    {
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal(("b", "r", protocol), (query["sr"], query["sp"], query["spr"]));
        Assert.Equal(("2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z"), (query["st"], query["se"]));
        Assert.NotEmpty(query["sig"]!);
    }
}
