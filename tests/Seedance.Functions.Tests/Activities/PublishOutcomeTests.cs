using Seedance.Functions.Tests.Documentation;

namespace Seedance.Functions.Tests.Activities;

public class PublishOutcomeTests
{
    private readonly FakeService _service = new();
    private readonly FakeTopic _topic = new();

    private static TaskRecord Completed => Samples.Completed with
    {
        CompletedAt = Samples.Now.AddMinutes(3),
        UpdatedAt = Samples.Now.AddMinutes(4),
        CreditsCharged = 67.5m,
        BatchId = BatchId.Of(TaskId.New(Samples.Now)),
        MoreVideos = [new StoredVideo("studio/2026/03/01/x-2.mp4", 1, "b")],
    };

    [Fact]
    public async Task A_completed_task_is_a_CloudEvent_without_signed_links_the_same_every_time()
    {
        var record = await _service.AddAsync(Completed);

        var sent = await PublishAsync(record);

        var request = Assert.Single(_topic.Web.Requests);
        Assert.Equal((HttpMethod.Post, FakeTopic.Endpoint), (request.Method, request.RequestUri!.GetLeftPart(UriPartial.Path)));
        Assert.Equal("application/cloudevents-batch+json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal($"Bearer {Samples.IdentityToken}", request.Headers.Authorization!.ToString());
        var link = $"https://videos.example.com/v1/videos/{record.Id}/content";
        var expected = JsonElement.Parse(
            $$"""
            {"data":{"task_id":"{{record.Id}}","client":"studio","status":"completed","model":"seedance-2.0-text-to-video",
            "provider":"evolink","batch_id":"{{record.BatchId}}","results":["{{link}}","{{link}}?n=2"],
            "video":{"blob":"studio/2026/03/01/x.mp4","bytes":12,"sha256":"abc"},"credits":67.5},
            "id":"{{record.Id}}-completed","source":"/seedance/studio","type":"Seedance.Video.Completed",
            "time":"2026-03-01T12:03:00+00:00","specversion":"1.0","datacontenttype":"application/json","subject":"videos/{{record.Id}}"}
            """);
        Assert.True(JsonElement.DeepEquals(expected, sent), sent.GetRawText());
        var shown = Repository.Page("docs/webhooks.md").Blocks("json").Select(block => Names(JsonElement.Parse(block)));
        Assert.Single(shown, names => names.SequenceEqual(Names(sent)));

        _service.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(sent.GetRawText(), (await PublishAsync(record)).GetRawText());
    }

    [Theory]
    [InlineData(TaskState.Failed, false, "Failed", "client batch_id credits failure_code model provider status task_id video")]
    [InlineData(TaskState.Cancelled, false, "Cancelled", "client batch_id credits model provider status task_id video")]
    [InlineData(TaskState.Completed, true, "Completed", "client batch_id credits model provider status task_id")]
    public async Task Other_ends_and_deleted_videos_have_no_results(TaskState state, bool isDeleted, string type, string members)
    {
        var sent = await PublishAsync(await _service.AddAsync(Completed with
        {
            State = state,
            Failure = TaskFailure.Of(FailureCodes.ContentPolicyViolation) with { ProviderMessage = "said in private" },
            VideoDeletedAt = isDeleted ? Samples.Now : null,
        }));

        var data = sent.GetProperty("data");
        Assert.Equal(("Seedance.Video." + type, state.Word()), (sent.Text("type"), data.Text("status")));
        Assert.Equal(members.Split(' ').Order(),
            data.EnumerateObject().Select(member => member.Name).Order());
        Assert.DoesNotContain("private", sent.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_does_not_take_it_fails_the_activity_without_the_token()
    {
        var record = await _service.AddAsync(Completed);
        _topic.Web.OnRequest = _ => new HttpResponseMessage(HttpStatusCode.Forbidden);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => PublishAsync(record));

        Assert.Equal(403, failure.Status);
        Assert.DoesNotContain(Samples.IdentityToken, failure.ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> PublishAsync(TaskRecord record)
    {
        await _service.Create<PublishOutcome>(_topic.Client).RunAsync(Samples.ReferenceTo(record), CancellationToken.None);
        return _topic.Sent[^1];
    }

    private static IEnumerable<string> Names(JsonElement element, string path = "") => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Names(member.Value, $"{path}/{member.Name}")).Order(StringComparer.Ordinal)
        : [path];
}
