using System.Diagnostics;
using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class WebhooksTests
{
    private const int MaxBytes = 64 * 1024;
    private const string Named = """{"id":"cgt-1","status":"completed"}""";

    private readonly FakeService _service = new(measures: true);
    private readonly FrontDoors _doors;
    private readonly TaskRecord _record = Samples.Record;

    public WebhooksTests() => _doors = new FrontDoors(_service);

    [Theory]
    [InlineData(Named, "cgt-1")]
    [InlineData("", "")]
    [InlineData("<html>", "")]
    public async Task A_providers_call_wakes_its_task_with_the_providers_id_as_text(string body, string named)
    {
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(body));

        Assert.Equal([(_record.Id.ToString(), "ProviderCallback", (object)named)], _doors.Orchestrations.Raised);
    }

    [Fact]
    public async Task A_forged_token_is_not_found_and_wakes_nothing()
    {
        var (url, token) = (UrlOf(_record), UrlOf(_record).Segments[^1]);

        foreach (var forged in new[]
        {
            token[..^1], token[..^2] + (token[^1] == 'A' ? "BB" : "AA"), "x", UrlOf(Samples.Record).Segments[^1], Signed(Samples.Key(9)),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", $"/webhooks/evolink/{_record.Id}/{forged}"));
        }
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", url.AbsolutePath.Replace("evolink", "seedanceapi", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync("{}", $"/webhooks/evolink/not-an-id/{token}"));
        Assert.Empty(_doors.Orchestrations.Raised);
    }

    [Fact]
    public async Task A_token_made_with_the_previous_key_is_accepted()
    {
        var token = Signed(Samples.Options.WebhookKeyPrevious!);

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named, $"/webhooks/evolink/{_record.Id}/{token}"));
        Assert.Single(_doors.Orchestrations.Raised);
    }

    [Theory]
    [InlineData("https://videos.example.com/")]
    [InlineData("https://videos.example.com")]
    [InlineData(null)]
    [InlineData("")]
    public void Providers_are_given_a_url_where_there_is_a_public_address(string? address)
    {
        _service.Options.PublicBaseUrl = address;

        Assert.Equal(address is { Length: > 0 }, _service.Webhooks.AreOn);
        if (_service.Webhooks.AreOn) Assert.StartsWith($"https://videos.example.com/webhooks/evolink/{_record.Id}/", UrlOf(_record).AbsoluteUri, StringComparison.Ordinal);
        else Assert.Null(_service.Webhooks.UrlFor(_record));
    }

    [Fact]
    public void Without_a_key_no_token_is_genuine()
        => Assert.Null(new ProviderWebhooks(Samples.As(new SeedanceOptions())).ClientOf("evolink", _record.Id, Signed(Samples.Key(0))));

    [Fact]
    public async Task Every_call_is_counted_by_its_result_and_a_strangers_words_are_not_kept()
    {
        var announced = Http.Request("POST " + UrlOf(_record));
        announced.Content = new StreamContent(new MemoryStream(new byte[MaxBytes + 1])) { Headers = { ContentLength = MaxBytes + 1 } };

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named.PadRight(MaxBytes)));
        _doors.Orchestrations.OnRaise = () => throw new InvalidOperationException("No such instance.");
        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await ReceiveAsync(new string(' ', MaxBytes + 1)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _doors.CallAsync(announced)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await ReceiveAsync(Named, "/webhooks/stranger-17/x/y"));

        Assert.Equal(
            [
                (1, "provider=evolink result=woken"),
                (1, "provider=evolink result=nothing_woken"),
                (1, "provider=evolink result=too_large"),
                (1, "provider=evolink result=too_large"),
                (1, "provider=unknown result=forged"),
            ],
            _service.Meters.Of("seedance.webhooks.received"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_span_is_linked_to_the_trace_that_created_the_task_where_that_is_known(bool known)
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
        if (!known) _service.Table.Failure = new RequestFailedException(503, "busy");

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync(Named));

        Assert.Single(_doors.Orchestrations.Raised);
        var webhook = Assert.Single(spans);
        Assert.Equal((Tracing.WebhookSpan, ActivityKind.Consumer, "evolink"), (webhook.OperationName, webhook.Kind, webhook.GetTagItem(Tracing.ProviderTag)));
        Assert.Equal(known ? ["0af7651916cd43dd8448eb211c80319c"] : [], webhook.Links.Select(link => link.Context.TraceId.ToHexString()));
    }

    private Uri UrlOf(TaskRecord record) => _service.Webhooks.UrlFor(record)!;

    private string Signed(string key)
    {
        var options = Samples.Options;
        options.WebhookKey = key;
        return new ProviderWebhooks(Samples.As(options)).UrlFor(_record)!.Segments[^1];
    }

    private async Task<HttpStatusCode> ReceiveAsync(string body, string? path = null)
        => (await _doors.CallAsync($"POST {path ?? UrlOf(_record).AbsolutePath}", body, ("Authorization", null))).StatusCode;
}
