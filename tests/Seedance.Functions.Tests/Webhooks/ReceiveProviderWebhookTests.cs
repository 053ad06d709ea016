using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Tasks;
using Seedance.Functions.Tests.Doubles;
using Seedance.Functions.Webhooks;

namespace Seedance.Functions.Tests.Webhooks;

public class ReceiveProviderWebhookTests
{
    private const int MostBytes = 64 * 1024;

    private readonly FakeService _service = new();
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
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await ReceiveAsync(new string(' ', MostBytes + 1)));
        Assert.Empty(_orchestrations.Raised);

        Assert.Equal(HttpStatusCode.OK, await ReceiveAsync("""{"id":"cgt-1"}""".PadRight(MostBytes)));
        Assert.Single(_orchestrations.Raised);
    }

    [Fact]
    public async Task A_body_that_announces_itself_as_too_large_is_not_read()
    {
        var request = new FakeHttpRequest(body: "{}");
        request.Headers.Add("Content-Length", "65537");

        var response = await RunAsync(request, "evolink", _record.Id.ToString(), TokenOf(_record));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, request.Body.Position);
    }

    private string TokenOf(TaskRecord record) => _service.Webhooks.UrlFor(record)!.Segments[^1];

    private async Task<HttpStatusCode> ReceiveAsync(
        string body, string provider = "evolink", string? taskId = null, string? token = null)
        => (await RunAsync(
            new FakeHttpRequest(method: "POST", body: body, authorization: null),
            provider, taskId ?? _record.Id.ToString(), token ?? TokenOf(_record))).StatusCode;

    private Task<HttpResponseData> RunAsync(HttpRequestData request, string provider, string taskId, string token)
        => new ReceiveProviderWebhook(_service.Webhooks, _service.Provider, NullLogger<ReceiveProviderWebhook>.Instance)
            .RunAsync(request, provider, taskId, token, _orchestrations.Client, CancellationToken.None);
}
