using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Tests.Host;

public sealed class EventGridTests : IAsyncLifetime
{
    private const string Uploaded =
        """{"id":"1","topic":"/t","subject":"/blobServices/default/containers/uploads/blobs/a.png","eventType":"Microsoft.Storage.BlobCreated","eventTime":"2026-01-02T03:04:05Z","data":{"url":"http://x/a.png"},"dataVersion":"1","metadataVersion":"1"}""";

    private const string Cloud =
        """{"specversion":"1.0","id":"2","source":"/s","type":"Microsoft.Storage.BlobCreated","subject":"b.png","data":{"url":"http://x/b.png"}}""";

    private readonly List<string> _seen = [];
    private readonly Slowness _slow = new();
    private TestApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(_seen).AddSingleton(_slow), typeof(Functions));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("One", "[" + Uploaded + "]", "event /blobServices/default/containers/uploads/blobs/a.png")]
    [InlineData("One", "[" + Uploaded + "," + Uploaded + "]", "event /blobServices/default/containers/uploads/blobs/a.png", "event /blobServices/default/containers/uploads/blobs/a.png")]
    [InlineData("Batch", "[" + Uploaded + "," + Uploaded + "]", "2 events")]
    [InlineData("Cloud", Cloud, "cloud b.png")]
    [InlineData("CloudBatch", "[" + Cloud + "," + Cloud + "]", "2 cloud events")]
    [InlineData("Text", "[" + Uploaded + "]", "text " + Uploaded)]
    [InlineData("Text", Cloud, "text " + Cloud)]
    [InlineData("Text", "[]")]
    [InlineData("Batch", "[]", "0 events")]
    public async Task Events_reach_the_function_in_the_type_it_asks_for(string function, string body, params string[] seen)
    {
        var response = await SendAsync(function, "Notification", body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(seen, _seen);
    }

    [Theory]
    [InlineData("""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"4711"}}]""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":"{\"validationCode\":\"4711\"}"}""")]
    public async Task A_subscription_is_validated(string body)
    {
        var response = await SendAsync("One", "SubscriptionValidation", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("4711", answer.RootElement.GetProperty("validationResponse").GetString());
        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData("eventgrid.azure.net", "eventgrid.azure.net")]
    [InlineData("eventgrid.azure.cn", "eventgrid.azure.cn")]
    [InlineData("elsewhere.example", "eventgrid.azure.net")]
    [InlineData(null, "eventgrid.azure.net")]
    public async Task A_cloud_events_webhook_is_validated_by_its_options(string? origin, string allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/runtime/webhooks/EventGrid?functionName=Cloud");
        request.Headers.Add("WebHook-Request-Origin", origin);

        var response = await _app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([allowed], response.Headers.GetValues("WebHook-Allowed-Origin"));
    }

    [Fact]
    public async Task A_function_that_fails_makes_Event_Grid_deliver_again()
    {
        var response = await SendAsync("Fails", "Notification", $"[{Uploaded}]");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("Functions.Fails", Assert.Single(_app.Logs.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_fails_the_delivery_and_keeps_no_other_from_its_function()
    {
        var response = await SendAsync("Text", "Notification", $"[7,{Uploaded},null]");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(["text " + Uploaded], _seen);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_does_not_end_what_has_begun()
    {
        using var hangUp = new CancellationTokenSource();
        var sending = SendAsync("Slow", "Notification", $"[{Uploaded}]", hangUp.Token);
        await _slow.Began.Task;

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        _slow.MayEnd.SetResult();

        Assert.False(await _slow.WasCancelled.Task);
    }

    [Theory]
    [InlineData("Nobody", "Notification", "[]", HttpStatusCode.NotFound)]
    [InlineData("one", "Notification", "[]", HttpStatusCode.NotFound)]
    [InlineData("Timer", "Notification", "[]", HttpStatusCode.NotFound)]
    [InlineData("One", "Notification", "[{", HttpStatusCode.InternalServerError)]
    [InlineData("One", "Notification", "7", HttpStatusCode.InternalServerError)]
    [InlineData("One", "Notification", "[7]", HttpStatusCode.InternalServerError)]
    [InlineData("Batch", "Notification", "[7]", HttpStatusCode.InternalServerError)]
    [InlineData("Text", "Notification", "[null]", HttpStatusCode.InternalServerError)]
    [InlineData("One", "Notification", """[{"id":"1"}]""", HttpStatusCode.InternalServerError)]
    [InlineData("Cloud", "Notification", "[null]", HttpStatusCode.InternalServerError)]
    [InlineData("Cloud", "Notification", Uploaded, HttpStatusCode.InternalServerError)]
    [InlineData("One", "SubscriptionValidation", "[]", HttpStatusCode.InternalServerError)]
    [InlineData("One", "SubscriptionValidation", "[{}]", HttpStatusCode.InternalServerError)]
    [InlineData("One", "Surprise", "[]", HttpStatusCode.BadRequest)]
    [InlineData("One", "Unsubscribe", "not JSON", HttpStatusCode.Accepted)]
    public async Task What_is_not_a_delivery_reaches_no_function(string function, string kind, string body, HttpStatusCode status)
    {
        var response = await SendAsync(function, kind, body);

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task A_look_at_the_endpoint_is_a_bad_request()
    {
        using var response = await _app.Client.GetAsync(new Uri("/runtime/webhooks/EventGrid?functionName=One", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string function, string kind, string body, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/runtime/webhooks/EventGrid?functionName={function}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("aeg-event-type", kind);
        return await _app.Client.SendAsync(request, cancellationToken);
    }

    public sealed class Functions(List<string> seen, Slowness slow)
    {
        [Function("One")]
        public void One([EventGridTrigger] EventGridEvent created) => Add($"event {created.Subject}");

        [Function("Batch")]
        public void Batch([EventGridTrigger(IsBatched = true)] EventGridEvent[] events) => Add($"{events.Length} events");

        [Function("Cloud")]
        public void Cloud([EventGridTrigger] CloudEvent created) => Add($"cloud {created.Subject}");

        [Function("CloudBatch")]
        public void CloudBatch([EventGridTrigger(IsBatched = true)] CloudEvent[] events) => Add($"{events.Length} cloud events");

        [Function("Text")]
        public void Text([EventGridTrigger] string created) => Add($"text {created}");

        [Function("Fails")]
        public void Fails([EventGridTrigger] EventGridEvent created) => throw new InvalidOperationException($"{seen.Count} {created.Id}");

        [Function("Slow")]
        public async Task Slow([EventGridTrigger] string created, CancellationToken cancellationToken)
        {
            Add($"slow {created.Length > 0}");
            slow.Began.SetResult();
            await slow.MayEnd.Task;
            slow.WasCancelled.SetResult(cancellationToken.IsCancellationRequested);
        }

        [Function("Timer")]
        public void Timer([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => Add($"{timer.IsPastDue}");

        // Events of one delivery run side by side.
        private void Add(string line)
        {
            lock (seen)
            {
                seen.Add(line);
            }
        }
    }

    public sealed class Slowness
    {
        public TaskCompletionSource Began { get; } = new();

        public TaskCompletionSource MayEnd { get; } = new();

        public TaskCompletionSource<bool> WasCancelled { get; } = new();
    }
}
