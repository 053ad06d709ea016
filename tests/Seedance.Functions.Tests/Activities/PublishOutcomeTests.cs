using System.Net;
using System.Text.Json;
using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tests.Documentation;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class PublishOutcomeTests
{
    private readonly FakeService _service = new();
    private readonly FakeTopic _topic = new();

    [Fact]
    public async Task A_completed_task_is_a_CloudEvent_with_everything_a_subscriber_needs_and_no_signed_link()
    {
        var batch = BatchId.Of(TaskId.New(Samples.Now));
        var record = await _service.AddAsync(Completed with { BatchId = batch });

        await PublishAsync(record);

        var request = Assert.Single(_topic.Web.Requests);
        Assert.Equal((HttpMethod.Post, FakeTopic.Endpoint), (request.Method, request.RequestUri!.GetLeftPart(UriPartial.Path)));
        Assert.Equal("application/cloudevents-batch+json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal($"Bearer {Samples.IdentityToken}", request.Headers.Authorization!.ToString());
        var expected = JsonDocument.Parse(
            $$"""
            {"data":{"task_id":"{{record.Id}}","client":"studio","status":"completed","model":"seedance-2.0-text-to-video",
            "provider":"evolink","batch_id":"{{batch}}","results":["https://videos.example.com/v1/videos/{{record.Id}}/content"],
            "video":{"blob":"studio/2026/03/01/x.mp4","bytes":12,"sha256":"abc"},"credits":67.5},
            "id":"{{record.Id}}-completed","source":"/seedance/studio","type":"Seedance.Video.Completed",
            "time":"2026-03-01T12:03:00+00:00","specversion":"1.0","datacontenttype":"application/json","subject":"videos/{{record.Id}}"}
            """).RootElement;
        var sent = Assert.Single(_topic.Sent);
        Assert.True(JsonElement.DeepEquals(expected, sent), sent.GetRawText());
    }

    [Fact]
    public async Task Every_result_is_linked()
    {
        var record = await _service.AddAsync(Completed with { MoreVideos = [new StoredVideo("studio/2026/03/01/x-2.mp4", 1, "b")] });

        await PublishAsync(record);

        var link = $"https://videos.example.com/v1/videos/{record.Id}/content";
        Assert.Equal(
            [link, $"{link}?n=2"], Data(Assert.Single(_topic.Sent)).GetProperty("results").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public async Task The_page_about_events_shows_what_is_sent()
    {
        var record = await _service.AddAsync(Completed with { BatchId = BatchId.Of(TaskId.New(Samples.Now)) });
        await PublishAsync(record);

        var shown = JsonSerializer.Deserialize<JsonElement>(Assert.Single(
            Repository.Page("docs/webhooks.md").Blocks("json"), block => block.Contains("specversion", StringComparison.Ordinal)));

        Assert.Equal(Names(Assert.Single(_topic.Sent)), Names(shown));
    }

    [Fact]
    public async Task A_failed_task_says_which_failure()
    {
        var record = await _service.AddAsync(Completed with
        {
            State = TaskState.Failed,
            Video = null,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "said in private" },
        });

        await PublishAsync(record);

        var sent = Assert.Single(_topic.Sent);
        Assert.Equal(("Seedance.Video.Failed", $"{record.Id}-failed"), (Text(sent, "type"), Text(sent, "id")));
        Assert.Equal(("failed", FailureCodes.ContentPolicyViolation), (Text(Data(sent), "status"), Text(Data(sent), "failure_code")));
        Assert.False(Data(sent).TryGetProperty("results", out _));
    }

    [Fact]
    public async Task A_cancelled_task_has_no_results_even_if_its_video_was_kept()
    {
        var record = await _service.AddAsync(Completed with { State = TaskState.Cancelled });

        await PublishAsync(record);

        var sent = Assert.Single(_topic.Sent);
        Assert.Equal(("Seedance.Video.Cancelled", "cancelled"), (Text(sent, "type"), Text(Data(sent), "status")));
        Assert.False(Data(sent).TryGetProperty("results", out _));
        Assert.True(Data(sent).TryGetProperty("video", out _));
    }

    [Fact]
    public async Task A_video_that_was_deleted_meanwhile_is_not_promised()
    {
        var record = await _service.AddAsync(Completed with { VideoDeletedAt = Samples.Now });

        await PublishAsync(record);

        Assert.All(["results", "video"], member => Assert.False(Data(Assert.Single(_topic.Sent)).TryGetProperty(member, out _)));
    }

    [Fact]
    public async Task The_same_task_gives_the_same_event_every_time()
    {
        var record = await _service.AddAsync(Completed);
        await PublishAsync(record);
        _service.Time.Advance(TimeSpan.FromHours(5));

        await PublishAsync(record);

        Assert.Single(_topic.Sent.Select(sent => sent.GetRawText()).Distinct());
        Assert.Equal(2, _topic.Sent.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_topic_that_does_not_take_it_is_a_failure_of_the_activity(HttpStatusCode status)
    {
        var record = await _service.AddAsync(Completed);
        _topic.Web.OnRequest = _ => new HttpResponseMessage(status);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => PublishAsync(record));

        Assert.Equal((int)status, failure.Status);
        // What a failed activity says is kept in the orchestration's history.
        Assert.DoesNotContain(Samples.IdentityToken, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_has_not_ended_is_no_event()
    {
        var record = await _service.AddAsync(Samples.Record);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync(record));
        Assert.Empty(_topic.Sent);
    }

    [Fact]
    public async Task Where_the_topic_was_taken_out_of_the_settings_nothing_is_tried_again()
    {
        var record = await _service.AddAsync(Completed);

        await PublishAsync(record, new EventTopic(null));
    }

    private static TaskRecord Completed => Samples.Record with
    {
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        CompletedAt = Samples.Now.AddMinutes(3),
        UpdatedAt = Samples.Now.AddMinutes(4),
        CreditsCharged = 67.5m,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    };

    private Task PublishAsync(TaskRecord record, EventTopic? topic = null)
        => new PublishOutcome(_service.Records, topic ?? _topic.Topic, NullLogger<PublishOutcome>.Instance)
            .RunAsync(Samples.ReferenceTo(record), CancellationToken.None);

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static IEnumerable<string> Names(JsonElement element, string path = "") => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Names(member.Value, $"{path}/{member.Name}")).Order(StringComparer.Ordinal)
        : [path];

    private static JsonElement Data(JsonElement sent) => sent.GetProperty("data");
}
