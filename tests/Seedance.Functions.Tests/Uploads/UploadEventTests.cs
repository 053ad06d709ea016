using System.Text.Json.Nodes;

namespace Seedance.Functions.Tests.Uploads;

public class UploadEventTests
{
    private const string Name = "studio/shoes/photo.png";
    private const string Uploads = "/blobServices/default/containers/uploads/blobs/";
    private const string Subject = Uploads + Name;
    private const string Home = ObservedBlobs.Account + "/uploads/";
    private const string Url = Home + Name;
    private const string Lake = "https://account.dfs.core.windows.net";
    private const string Created = "Microsoft.Storage.BlobCreated";

    /// <summary>Subject, data, type, and what is wrong with them.</summary>
    public static TheoryData<string?, object?, object?, string> Wrong => new()
    {
        { Subject, Data(Url), 7, "neither schema" },
        { Subject, Data(Url), "Microsoft.Storage.BlobDeleted", "not of the type" },
        { Subject, Data(Url), "Surprise", "not of the type" },
        { null, Data(Url), Created, "no subject" },
        { Subject, null, Created, "not that of a created blob" },
        { Subject, "text", Created, "not that of a created blob" },
        { Subject, new { eTag = 7, url = Url }, Created, "not that of a created blob" },
        { Subject, new { eTag = "0x1" }, Created, "no url" },
        { Subject, new { url = Url }, Created, "no eTag" },
        { Subject, Data(Url, "\"\""), Created, "no eTag" },
        { Subject, Data(Url, "0x1\r\nx: y"), Created, "eTag is none" },
        { Subject, Data(Url, "0x\u00e9"), Created, "eTag is none" },
        { Subject, Data("https://other.blob.core.windows.net/uploads/" + Name), Created, "another account or container" },
        { Subject, Data("https://account.blob.core.windows.net.evil.example/uploads/" + Name), Created, "another account or container" },
        { Subject, Data(ObservedBlobs.Account + "/videos/" + Name), Created, "another account or container" },
        { Subject, Data(ObservedBlobs.Account + "/uploads2/" + Name), Created, "another account or container" },
        { "/blobServices/default/containers/videos/blobs/" + Name, Data(Url), Created, "another container" },
        { Uploads + "victim/photo.png", Data(Url), Created, "two blobs" },
        { Subject, Data(Home + "victim/photo.png"), Created, "two blobs" },
        { Subject, Data(Url + "?sv=1"), Created, "two blobs" },
        { Uploads + "studio/\ufffd.png", Data(Home + "victim/%C3%A9.png"), Created, "two blobs" },
        { Uploads + "studio/\ufffd.png", Data(Home + "studio/%E9.png"), Created, "two blobs" },
        { Uploads + "studio/\ufffd.png", Data(Home + "studio/\u00e9.png"), Created, "two blobs" },
        { Uploads + "\ufffd.png", Data(Home + "%C3%A9/../x.png"), Created, "two blobs" },
        { Subject, Data("https://other.dfs.core.windows.net/uploads/" + Name), Created, "another account or container" },
        { Subject, Data(Lake + "/videos/" + Name), Created, "another account or container" },
        { Subject, Data(Lake + "/uploads/" + Name, api: "CreateFile"), Created, "not complete yet" },
        { Subject, Data(Url, api: "SftpCreate"), Created, "not complete yet" },
        { Uploads + "a/../b.png", Data(Home + "a/../b.png"), Created, "cannot be used" },
        { Uploads, Data(Home), Created, "cannot be used" },
    };

    [Theory]
    [InlineData(Name, Name, "0x8D4BCC2E4835CD0")]
    [InlineData(Name, Name, "\"0x8D4BCC2E4835CD0\"")]
    [InlineData("studio/two words é.png", "studio/two%20words%20%C3%A9.png")]
    [InlineData("studio/two words é.png", "studio/two words é.png")]
    [InlineData("studio/100%.png", "studio/100%25.png")]
    [InlineData("studio/a?b#c.png", "studio/a?b#c.png")]
    public void An_event_of_either_schema_is_read_and_what_a_dead_letter_says_besides_is_passed_over(
        string name, string path, string etag = "0x1")
    {
        foreach (var json in Events(Uploads + name, Data(Home + path, etag), Created))
        {
            var letter = JsonNode.Parse(json)!.AsObject();
            (letter["deadLetterReason"], letter["deliveryAttempts"]) = ("MaxDeliveryAttemptsExceeded", 30);

            Assert.All([json, letter.ToJsonString()], each => Assert.Equal((name, etag.Trim('"'), null), Read(each)));
        }
    }

    [Theory]
    [InlineData("studio/\ufffd\ufffd.png", "studio/%C3%A9.png", "studio/\u00e9.png")]
    [InlineData("studio/?.png", "studio/%E5%9B%BE.png", "studio/\u56fe.png")]
    [InlineData("studio/\u00c3\u00a9 1.png", "studio/%C3%A9%201.png", "studio/\u00e9 1.png")]
    public void Of_a_name_that_was_damaged_on_the_way_the_url_counts(string damaged, string path, string name)
        => Assert.All(Events(Uploads + damaged, Data(Home + path), Created), json => Assert.Equal((name, "0x1", null), Read(json)));

    [Fact]
    public void A_file_that_came_in_through_Data_Lake_Storage_is_the_same_blob() => Assert.All(
        Events(Subject, Data($"{Lake}/uploads/{Name}", "0x2", "FlushWithClose"), Created),
        json => Assert.Equal((Name, "0x2", null), Read(json)));

    [Fact]
    public void The_container_of_a_local_account_is_known_by_its_path()
    {
        const string home = "http://127.0.0.1:10000/devstoreaccount1/uploads";
        var json = Events(Uploads + "studio/a.png", Data($"{home}/studio/a.png"), Created)[0];

        Assert.Equal("studio/a.png", Read(json, home).Name);
        Assert.Null(Read(json, "http://127.0.0.1:10000/otheraccount/uploads").Name);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_ours_or_contradicts_itself_is_dropped(string? subject, object? data, object? type, string reason)
        => Assert.All(Events(subject, data, type), json => Assert.Contains(reason, Read(json).Reason, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Text_that_is_no_event_is_dropped()
    {
        var events = Events("LONE", Data(Url), Created);
        Assert.All(
            [
                "nope", "", "[]", "7", "null", "{}", """{"specversion":"1.0"}""",
                Events(Subject, Data(Url), Created)[0].Replace("eventTime\":\"2026", "eventTime\":\"soon", StringComparison.Ordinal),
                .. events.Select(json => json.Replace("LONE", "\\ud800", StringComparison.Ordinal)),
            ],
            json => Assert.Null(Read(json).Name));
    }

    [Fact]
    public void The_events_of_a_list_are_taken_apart()
    {
        Assert.Equal(["""{"a":1}""", "7", "[]"], UploadEvent.Split("""[ {"a":1}, 7, [] ]"""));
        foreach (var one in new[] { """{"a":1}""", "[]", "7", "", "[{" }) Assert.Equal([one], UploadEvent.Split(one));
    }

    /// <summary>One event in Event Grid's own schema, and as a CloudEvent.</summary>
    private static string[] Events(string? subject, object? data, object? type)
    {
        const string Id = "1";
        const string Source = "/subscriptions/1/storageAccounts/account";
        const string Time = "2026-11-20T09:15:00.0000000Z";
        return
        [
            JsonSerializer.Serialize(new
            {
                id = Id, topic = Source, subject, eventType = type, eventTime = Time, data, dataVersion = "", metadataVersion = "1",
            }),
            JsonSerializer.Serialize(new { specversion = "1.0", id = Id, source = Source, subject, type, time = Time, data }),
        ];
    }

    private static object Data(string url, string etag = "0x1", string api = "PutBlob")
        => new { api, eTag = etag, contentLength = 5, blobType = "BlockBlob", url };

    private static (string? Name, string? Etag, string? Reason) Read(string json, string container = ObservedBlobs.Account + "/uploads")
    {
        UploadEvent.TryRead(json, new Uri(container), out var created, out var reason);
        Assert.Equal(created is null, reason is not null);
        return (created?.Name.Value, created?.Etag, reason);
    }
}
