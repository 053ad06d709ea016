using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Tests.Uploads;

public class UploadEventTests
{
    private const string Name = "studio/shoes/photo.png";
    private const string Subject = "/blobServices/default/containers/uploads/blobs/" + Name;
    private const string Url = ObservedBlobs.Account + "/uploads/" + Name;

    private static readonly Uri Container = new(ObservedBlobs.Account + "/uploads");

    [Theory]
    [InlineData("0x8D4BCC2E4835CD0")]
    [InlineData("\\\"0x8D4BCC2E4835CD0\\\"")]
    public void Event_Grid_s_own_schema_is_read(string etag)
    {
        var created = Read($$"""{"eventType":"Microsoft.Storage.BlobCreated","subject":"{{Subject}}","data":{"url":"{{Url}}","eTag":"{{etag}}"} }""");

        Assert.Equal(Name, created.Name.Value);
        Assert.Equal("0x8D4BCC2E4835CD0", created.Etag);
    }

    [Fact]
    public void CloudEvents_are_read() => Assert.Equal(Name, Read(
        $$"""{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated","source":"/s","subject":"{{Subject}}","data":{"url":"{{Url}}","eTag":"0x1"} }""").Name.Value);

    [Theory]
    [InlineData("studio/two words é.png", "studio/two%20words%20%C3%A9.png")]
    [InlineData("studio/two words é.png", "studio/two words é.png")]
    [InlineData("studio/100%.png", "studio/100%25.png")]
    [InlineData("studio/a?b#c.png", "studio/a?b#c.png")]
    public void A_url_is_understood_encoded_or_not(string name, string path) => Assert.Equal(name, Read(
        $$"""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/uploads/blobs/{{name}}","data":{"url":"{{ObservedBlobs.Account}}/uploads/{{path}}","eTag":"0x1"} }""").Name.Value);

    [Fact]
    public void The_container_of_a_local_account_is_known_by_its_path()
    {
        const string json = """{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/uploads/blobs/studio/a.png","data":{"url":"http://127.0.0.1:10000/devstoreaccount1/uploads/studio/a.png","eTag":"0x1"}}""";

        Assert.True(UploadEvent.TryRead(json, new Uri("http://127.0.0.1:10000/devstoreaccount1/uploads"), out _, out _));
        Assert.False(UploadEvent.TryRead(json, new Uri("http://127.0.0.1:10000/otheraccount/uploads"), out _, out _));
    }

    [Theory]
    [InlineData("nope", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "no type")]
    [InlineData("""{"eventType":7}""", "no type")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobDeleted"}""", "not of the type")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated"}""", "no subject")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S"}""", "no data")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":"text"}""", "no data")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":{"eTag":"0x1"}}""", "no url")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":{"url":"U"}}""", "no eTag")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":{"url":"U","eTag":"\"\""}}""", "no eTag")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":{"url":"U","eTag":"0x1\r\nx: y"}}""", "eTag is none")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"S","data":{"url":"U","eTag":"0x\u00e9"}}""", "eTag is none")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"\ud800","data":{"url":"U","eTag":"0x1"}}""", "Unicode")]
    public void What_is_no_such_event_is_dropped(string json, string reason) => AssertDropped(json, reason);

    [Theory]
    [InlineData(Subject, "https://other.blob.core.windows.net/uploads/" + Name, "another account or container")]
    [InlineData(Subject, "https://account.blob.core.windows.net.evil.example/uploads/" + Name, "another account or container")]
    [InlineData(Subject, ObservedBlobs.Account + "/videos/" + Name, "another account or container")]
    [InlineData(Subject, ObservedBlobs.Account + "/uploads2/" + Name, "another account or container")]
    [InlineData("/blobServices/default/containers/videos/blobs/" + Name, Url, "another container")]
    [InlineData("/blobServices/default/containers/uploads/blobs/victim/photo.png", Url, "two blobs")]
    [InlineData(Subject, ObservedBlobs.Account + "/uploads/victim/photo.png", "two blobs")]
    [InlineData(Subject, Url + "?sv=1", "two blobs")]
    [InlineData("/blobServices/default/containers/uploads/blobs/a/../b.png", ObservedBlobs.Account + "/uploads/a/../b.png", "cannot be used")]
    [InlineData("/blobServices/default/containers/uploads/blobs/", ObservedBlobs.Account + "/uploads/", "cannot be used")]
    public void What_is_not_ours_or_contradicts_itself_is_dropped(string subject, string url, string reason) => AssertDropped(
        $$"""{"eventType":"Microsoft.Storage.BlobCreated","subject":"{{subject}}","data":{"url":"{{url}}","eTag":"0x1"} }""", reason);

    private static UploadEvent Read(string json)
    {
        Assert.True(UploadEvent.TryRead(json, Container, out var created, out var reason), reason);
        return created;
    }

    private static void AssertDropped(string json, string expected)
    {
        Assert.False(UploadEvent.TryRead(json, Container, out _, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }
}
