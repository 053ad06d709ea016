using System.Diagnostics;
using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ReceiveProviderWebhookTests
{
    private const int MaxBytes = 64 * 1024;

    private readonly FakeService _service = new(measures: true);
    private readonly FakeOrchestrations _orchestrations = new();
    private readonly TaskRecord _record = Samples.Record;

    [Fact]
    public async Task A_provider_s_call_wakes_its_task_with_the_provider_s_id_as_text()
    {
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1","status":"completed"}"""));

        Assert.Equal([(_record.Id.ToString(), "ProviderCallback", (object)"cgt-1")], _orchestrations.Raised);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task A_body_that_makes_no_sense_still_wakes_the_task_but_names_nothing(string body)
    {
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(body));

        Assert.Equal([(_record.Id.ToString(), "ProviderCallback", (object)"")], _orchestrations.Raised);
    }

    [Fact]
    public async Task A_task_that_cannot_be_woken_is_no_reason_for_the_provider_to_call_again()
    {
        _orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1"}"""));
    }

    [Fact]
    public async Task A_forged_token_is_not_found_and_wakes_nothing()
    {
        var token = TokenOf(_record);
        var other = TaskId.New(Samples.Now).ToString();

        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", token: token[..^2] + (token[^1] == 'A' ? "BB" : "AA")));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", token: "x"));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", taskId: other));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", provider: "seedanceapi"));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", taskId: "not-an-id"));
        Assert.Empty(_orchestrations.Raised);
    }

    [Fact]
    public async Task A_token_made_with_the_previous_key_is_honoured()
    {
        var before = Samples.Options;
        before.WebhookKey = before.WebhookKeyPrevious;
        var token = new ProviderWebhooks(Samples.As(before)).UrlFor(_record)!.Segments[^1];

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1"}""", token: token));
        Assert.Single(_orchestrations.Raised);
    }

    [Fact]
    public async Task A_body_over_64_KB_is_refused_and_one_of_64_KB_is_not()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await ReceiveAsync(new string(' ', MaxBytes + 1)));
        Assert.Empty(_orchestrations.Raised);

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1"}""".PadRight(MaxBytes)));
        Assert.Single(_orchestrations.Raised);
    }

    [Fact]
    public async Task A_body_that_announces_itself_as_too_large_is_not_read()
    {
        var body = new MemoryStream(new byte[MaxBytes + 1]);
        var request = Http.Request(authorization: null);
        request.Content = new StreamContent(body) { Headers = { ContentLength = MaxBytes + 1 } };

        var response = await RunAsync(request, "evolink", _record.Id.ToString(), TokenOf(_record));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, body.Position);
    }

    [Fact]
    public async Task Every_call_is_counted_by_what_came_of_it_and_a_stranger_s_words_are_not_kept()
    {
        await ReceiveAsync("""{"id":"cgt-1"}""");
        _orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");
        await ReceiveAsync("""{"id":"cgt-1"}""");
        await ReceiveAsync(new string(' ', MaxBytes + 1));
        await ReceiveAsync("""{"id":"cgt-1"}""", provider: "stranger-17");

        Assert.Equal(
            [
                (1, "provider=evolink result=woken"),
                (1, "provider=evolink result=nothing_woken"),
                (1, "provider=evolink result=too_large"),
                (1, "provider=unknown result=forged"),
            ],
            _service.Meters.Of("seedance.webhooks.received"));
    }

    [Fact]
    public async Task Its_span_is_linked_to_the_trace_that_created_the_task()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => { if (span.GetTagItem(Tracing.TaskTag) is string id && id == _record.Id.ToString()) spans.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);
        await _service.AddAsync(_record with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });

        await ReceiveAsync("""{"id":"cgt-1"}""");

        var webhook = Assert.Single(spans);
        Assert.Equal((Tracing.WebhookSpan, ActivityKind.Consumer, "evolink"), (webhook.OperationName, webhook.Kind, webhook.GetTagItem(Tracing.ProviderTag)));
        var linked = Assert.Single(webhook.Links).Context;
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (linked.TraceId.ToHexString(), linked.SpanId.ToHexString()));
    }

    [Fact]
    public async Task A_link_that_cannot_be_made_does_not_keep_the_task_asleep()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        _service.Table.Failure = new RequestFailedException(503, "busy");

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1"}"""));
        Assert.Single(_orchestrations.Raised);
    }

    private string TokenOf(TaskRecord record) => _service.Webhooks.UrlFor(record)!.Segments[^1];

    private async Task<HttpStatusCode> ReceiveAsync(
        string body, string provider = "evolink", string? taskId = null, string? token = null)
        => (await RunAsync(
            Http.Request(method: "POST", body: body, authorization: null),
            provider, taskId ?? _record.Id.ToString(), token ?? TokenOf(_record))).StatusCode;

    private Task<HttpResponseMessage> RunAsync(HttpRequestMessage request, string provider, string taskId, string token)
        => Http.SendAsync<ReceiveProviderWebhook>(request, http => _service.Create<ReceiveProviderWebhook>()
            .RunAsync(http, provider, taskId, token, _orchestrations.Client, CancellationToken.None));
}
