using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class DeliverCallbackTests
{
    private const string CallbackUrl = "https://caller.example.com/hook?secret=1";

    private readonly FakeService _service = new();

    [Fact]
    public async Task The_caller_gets_the_task_as_a_read_shows_it()
    {
        var record = await AddAsync();
        await DeliverAsync(record, HttpStatusCode.OK);

        var request = Assert.Single(_service.Web.Requests);
        Assert.Equal((HttpMethod.Post, CallbackUrl), (request.Method, request.RequestUri?.AbsoluteUri));
        Assert.Equal("application/json", request.Content?.Headers.ContentType?.ToString());
        Assert.Equal(
            JsonSerializer.Serialize(new TaskResponse(record, _service.Links), ApiJson.Default.TaskResponse),
            Encoding.UTF8.GetString(_service.Web.Bodies[0]));
    }

    [Fact]
    public async Task Every_attempt_has_the_same_id_its_own_time_and_a_signature()
    {
        var record = await AddAsync();
        foreach (var index in Enumerable.Range(0, 2))
        {
            await DeliverAsync(record, HttpStatusCode.BadGateway);

            var now = _service.Time.GetUtcNow();
            Assert.Equal($"msg_{record.Id}_completed", Header("webhook-id", index));
            Assert.Equal(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Header("webhook-timestamp", index));
            Assert.Equal(Signature(Samples.CallbackSecret, now, index), Header("webhook-signature", index));
            _service.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task While_a_secret_is_changed_the_message_is_signed_with_both()
    {
        var previous = "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 24).ToArray());
        _service.Options.Clients[Samples.Client].CallbackSecretPrevious = previous;

        await DeliverAsync(await AddAsync(), HttpStatusCode.OK);

        Assert.Equal(
            $"{Signature(Samples.CallbackSecret, Samples.Now)} {Signature(previous, Samples.Now)}", Header("webhook-signature"));
    }

    [Fact]
    public async Task Without_a_secret_the_message_is_not_signed()
    {
        _service.Options.Clients[Samples.Client].CallbackSecret = null;

        await DeliverAsync(await AddAsync(), HttpStatusCode.OK);

        Assert.False(Assert.Single(_service.Web.Requests).Headers.Contains("webhook-signature"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted, DeliveryOutcome.Delivered)]
    [InlineData(HttpStatusCode.Gone, DeliveryOutcome.Gone)]
    [InlineData(HttpStatusCode.InternalServerError, DeliveryOutcome.Rejected)]
    [InlineData(HttpStatusCode.NotFound, DeliveryOutcome.Rejected)]
    [InlineData(HttpStatusCode.Found, DeliveryOutcome.Rejected)]
    public async Task The_status_decides_and_is_recorded(HttpStatusCode status, DeliveryOutcome outcome)
    {
        var record = await AddAsync();

        Assert.Equal(new DeliveryResult(outcome), await DeliverAsync(record, status));

        Assert.Equal(
            new Delivery(
                record.Client, record.Id, 3, $"msg_{record.Id}_completed", Samples.Now, outcome, (int)status, TimeSpan.FromMilliseconds(120)),
            await RecordedAsync(record));
    }

    public static TheoryData<Exception, DeliveryOutcome> Failures => new()
    {
        { new HttpRequestException("refused"), DeliveryOutcome.Unreachable },
        { new TaskCanceledException("timeout", new TimeoutException()), DeliveryOutcome.TimedOut },
        { new HttpRequestException("refused", new DestinationNotAllowedException()), DeliveryOutcome.NotAllowed },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_caller_that_does_not_answer_is_recorded_without_a_status(Exception failure, DeliveryOutcome outcome)
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ => throw failure;

        Assert.Equal(new DeliveryResult(outcome), await DeliverAsync(record));

        var recorded = await RecordedAsync(record);
        Assert.Equal((outcome, null), (recorded.Outcome, recorded.Status));
    }

    [Theory]
    [InlineData("120", 121)]
    [InlineData("Sun, 01 Mar 2026 12:05:00 GMT", 301)]
    [InlineData("99999999999999999999", 86_401)]
    [InlineData("soon", null)]
    public async Task The_wait_that_a_caller_asks_for_is_up_to_a_day(string header, int? seconds)
    {
        _service.Web.OnRequest = _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", header));
            return response;
        };

        var result = await DeliverAsync(await AddAsync());

        Assert.Equal(new DeliveryResult(DeliveryOutcome.Rejected, seconds is { } asked ? TimeSpan.FromSeconds(asked) : null), result);
    }

    [Fact]
    public async Task An_attempt_that_is_made_twice_is_recorded_once()
    {
        var record = await AddAsync();
        await DeliverAsync(record, HttpStatusCode.BadGateway);
        await DeliverAsync(record, HttpStatusCode.OK);

        Assert.Equal(DeliveryOutcome.Delivered, (await RecordedAsync(record)).Outcome);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_recorded_counts_all_the_same()
    {
        var record = await AddAsync();
        _service.DeliveryTable.Failure = new RequestFailedException(503, "Storage is out of reach.");

        Assert.Equal(new DeliveryResult(DeliveryOutcome.Delivered), await DeliverAsync(record, HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_process_that_stops_meanwhile_makes_the_attempt_fail()
    {
        var record = await AddAsync();
        using var stopping = new CancellationTokenSource();
        _service.Web.OnRequest = _ =>
        {
            stopping.Cancel();
            throw new OperationCanceledException();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(record, stopping.Token));
    }

    private string? Header(string name, int request = 0) => Assert.Single(_service.Web.Requests[request].Headers.GetValues(name));

    private string Signature(string secret, DateTimeOffset at, int request = 0)
        => StandardWebhookSignature.Sign([secret], Header("webhook-id", request)!, at, _service.Web.Bodies[request]);

    private async Task<Delivery> RecordedAsync(TaskRecord record)
        => Assert.Single(await _service.Deliveries.FindAsync(record.Client, record.Id, 10, CancellationToken.None));

    private Task<TaskRecord> AddAsync() => _service.AddAsync(Samples.Record with
    {
        CallbackUrl = CallbackUrl,
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    });

    private Task<DeliveryResult> DeliverAsync(TaskRecord record, HttpStatusCode? status = null)
    {
        if (status is { } answer)
        {
            _service.Web.OnRequest = _ =>
            {
                _service.Time.Advance(TimeSpan.FromMilliseconds(120));
                return new HttpResponseMessage(answer);
            };
        }
        return RunAsync(record, CancellationToken.None);
    }

    private Task<DeliveryResult> RunAsync(TaskRecord record, CancellationToken cancellationToken) => _service.Create<DeliverCallback>()
        .RunAsync(new DeliveryAttempt(record.Client, record.Id, 3, IsLast: false), cancellationToken);
}
