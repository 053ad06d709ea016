using System.Text.Json;
using System.Text.Json.Nodes;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

public class UploadEventTests
{
    private const string Name = "studio/shoes/photo.png";
    private const string Uploads = "/blobServices/default/containers/uploads/blobs/";
    private const string Subject = Uploads + Name;
    private const string Created = "Microsoft.Storage.BlobCreated";
    private const string Url = ObservedBlobs.Account + "/uploads/" + Name;

    private static readonly Uri Container = new(ObservedBlobs.Account + "/uploads");

    [Theory]
    [InlineData("0x8D4BCC2E4835CD0")]
    [InlineData("\"0x8D4BCC2E4835CD0\"")]
    public void An_event_of_Event_Grids_own_schema_is_read(string etag)
    {
        var created = Read(EventGrid(Subject, Data(Url, etag)));

        Assert.Equal((Name, "0x8D4BCC2E4835CD0"), (created.Name.Value, created.Etag));
    }

    [Fact]
    public void A_CloudEvent_is_read() => Assert.Equal(Name, Read(CloudEvent(Subject, Data(Url))).Name.Value);

    [Fact]
    public void What_a_dead_letter_says_besides_is_passed_over()
    {
        foreach (var json in new[] { EventGrid(Subject, Data(Url)), CloudEvent(Subject, Data(Url)) })
        {
            var letter = JsonNode.Parse(json)!.AsObject();
            letter["deadLetterReason"] = "MaxDeliveryAttemptsExceeded";
            letter["deliveryAttempts"] = 30;
            letter["lastDeliveryOutcome"] = "NotFound";
            letter["publishTime"] = "2026-11-20T09:15:00.0000000Z";

            Assert.Equal(Name, Read(letter.ToJsonString()).Name.Value);
        }
    }

    [Theory]
    [InlineData("studio/two words é.png", "studio/two%20words%20%C3%A9.png")]
    [InlineData("studio/two words é.png", "studio/two words é.png")]
    [InlineData("studio/100%.png", "studio/100%25.png")]
    [InlineData("studio/a?b#c.png", "studio/a?b#c.png")]
    public void A_url_is_understood_encoded_or_not(string name, string path)
        => Assert.Equal(name, Read(EventGrid(Uploads + name, Data($"{ObservedBlobs.Account}/uploads/{path}"))).Name.Value);

    [Fact]
    public void The_container_of_a_local_account_is_known_by_its_path()
    {
        const string home = "http://127.0.0.1:10000/devstoreaccount1/uploads";
        var json = EventGrid(Uploads + "studio/a.png", Data($"{home}/studio/a.png"));

        Assert.True(UploadEvent.TryRead(json, new Uri(home), out _, out _));
        Assert.False(UploadEvent.TryRead(json, new Uri("http://127.0.0.1:10000/otheraccount/uploads"), out _, out _));
    }

    public static TheoryData<string, string> NoSuchEvents => new()
    {
        { "nope", "not JSON" },
        { "", "not JSON" },
        { "[]", "not an object" },
        { "7", "not an object" },
        { "null", "not an object" },
        { "{}", "no Subject" },
        { """{"specversion":"1.0"}""", "not of the type" },
        { EventGrid(Subject, Data(Url), type: 7), "neither schema" },
        { EventGrid(Subject, Data(Url), type: null), "no EventType" },
        { EventGrid(Subject, Data(Url), type: "Microsoft.Storage.BlobDeleted"), "not of the type" },
        { EventGrid(Subject, Data(Url), type: "Surprise"), "not of the type" },
        { EventGrid(Subject, Data(Url)).Replace("eventTime\":\"2026", "eventTime\":\"soon", StringComparison.Ordinal), "neither schema" },
        { EventGrid(null, Data(Url)), "no Subject" },
        { EventGrid("", Data(Url)), "no subject" },
        { EventGrid(Subject, null), "not that of a created blob" },
        { EventGrid(Subject, "text"), "not that of a created blob" },
        { EventGrid(Subject, new { eTag = 7, url = Url }), "not that of a created blob" },
        { EventGrid(Subject, new { eTag = "0x1" }), "no url" },
        { EventGrid(Subject, new { url = Url }), "no eTag" },
        { EventGrid(Subject, Data(Url, "\"\"")), "no eTag" },
        { EventGrid(Subject, Data(Url, "0x1\r\nx: y")), "eTag is none" },
        { EventGrid(Subject, Data(Url, "0x\u00e9")), "eTag is none" },
        { EventGrid("LONE", Data(Url)).Replace("LONE", "\\ud800", StringComparison.Ordinal), "neither schema" },
        { CloudEvent(Subject, Data(Url), type: 7), "neither schema" },
        { CloudEvent(Subject, Data(Url), type: "Microsoft.Storage.BlobDeleted"), "not of the type" },
        { CloudEvent(null, Data(Url)), "no subject" },
        { CloudEvent(Subject, null), "not that of a created blob" },
        { CloudEvent(Subject, "text"), "not that of a created blob" },
        { CloudEvent(Subject, new { eTag = 7, url = Url }), "not that of a created blob" },
        { CloudEvent(Subject, new { url = Url }), "no eTag" },
        { CloudEvent(Subject, Data("LONE")).Replace("LONE", "\\ud800", StringComparison.Ordinal), "not JSON" },
    };

    [Theory]
    [MemberData(nameof(NoSuchEvents))]
    public void What_is_no_such_event_is_dropped(string json, string reason) => AssertDropped(json, reason);

    [Theory]
    [InlineData(Subject, "https://other.blob.core.windows.net/uploads/" + Name, "another account or container")]
    [InlineData(Subject, "https://account.blob.core.windows.net.evil.example/uploads/" + Name, "another account or container")]
    [InlineData(Subject, ObservedBlobs.Account + "/videos/" + Name, "another account or container")]
    [InlineData(Subject, ObservedBlobs.Account + "/uploads2/" + Name, "another account or container")]
    [InlineData("/blobServices/default/containers/videos/blobs/" + Name, Url, "another container")]
    [InlineData(Uploads + "victim/photo.png", Url, "two blobs")]
    [InlineData(Subject, ObservedBlobs.Account + "/uploads/victim/photo.png", "two blobs")]
    [InlineData(Subject, Url + "?sv=1", "two blobs")]
    [InlineData(Uploads + "a/../b.png", ObservedBlobs.Account + "/uploads/a/../b.png", "cannot be used")]
    [InlineData(Uploads, ObservedBlobs.Account + "/uploads/", "cannot be used")]
    public void What_is_not_ours_or_contradicts_itself_is_dropped(string subject, string url, string reason)
    {
        AssertDropped(EventGrid(subject, Data(url)), reason);
        AssertDropped(CloudEvent(subject, Data(url)), reason);
    }

    [Fact]
    public void The_events_of_a_list_are_taken_apart()
    {
        Assert.Equal(["""{"a":1}""", "7", "[]"], UploadEvent.Split("""[ {"a":1}, 7, [] ]"""));
        foreach (var one in new[] { """{"a":1}""", "[]", "7", "", "[{" }) Assert.Equal([one], UploadEvent.Split(one));
    }

    private static string EventGrid(string? subject, object? data, object? type) => JsonSerializer.Serialize(new
    {
        id = "1",
        topic = "/subscriptions/1/storageAccounts/account",
        subject,
        eventType = type,
        eventTime = "2026-11-20T09:15:00.0000000Z",
        data,
        dataVersion = "",
        metadataVersion = "1",
    });

    private static string EventGrid(string? subject, object? data) => EventGrid(subject, data, Created);

    private static string CloudEvent(string? subject, object? data, object? type) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = "1",
        source = "/subscriptions/1/storageAccounts/account",
        subject,
        type,
        time = "2026-11-20T09:15:00.0000000Z",
        data,
    });

    private static string CloudEvent(string? subject, object? data) => CloudEvent(subject, data, Created);

    private static object Data(string url, string etag = "0x1") => new { api = "PutBlob", eTag = etag, contentLength = 5, blobType = "BlockBlob", url };

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
