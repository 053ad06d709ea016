namespace Seedance.Functions.Tests.Activities;

public class DeliverCallbackTests
{
    private const string CallbackUrl = "https://caller.example.com/hook?secret=1";

    private readonly FakeService _service = new();

    public static TheoryData<Func<HttpStatusCode>, DeliveryOutcome, int?> Responses => new()
    {
        { () => HttpStatusCode.Accepted, DeliveryOutcome.Delivered, 202 },
        { () => HttpStatusCode.Gone, DeliveryOutcome.Gone, 410 },
        { () => HttpStatusCode.InternalServerError, DeliveryOutcome.Rejected, 500 },
        { () => HttpStatusCode.NotFound, DeliveryOutcome.Rejected, 404 },
        { () => HttpStatusCode.Found, DeliveryOutcome.Rejected, 302 },
        { () => throw new HttpRequestException("refused"), DeliveryOutcome.Unreachable, null },
        { () => throw new TaskCanceledException("timeout", new TimeoutException()), DeliveryOutcome.TimedOut, null },
        { () => throw new HttpRequestException("refused", new DestinationNotAllowedException()), DeliveryOutcome.NotAllowed, null },
    };

    [Fact]
    public async Task The_caller_gets_the_task_as_a_read_shows_it_signed_anew_at_each_attempt()
    {
        var record = await AddAsync();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await DeliverAsync(record, HttpStatusCode.BadGateway);

            var (request, body) = (_service.Web.Requests[attempt], _service.Web.Bodies[attempt]);
            Assert.Equal(
                (HttpMethod.Post, CallbackUrl, "application/json"),
                (request.Method, request.RequestUri?.AbsoluteUri, request.Content?.Headers.ContentType?.ToString()));
            Assert.Equal(
                JsonSerializer.Serialize(new TaskResponse(record, _service.Links), ApiJson.Default.TaskResponse),
                Encoding.UTF8.GetString(body));
            var (id, now) = ($"msg_{record.Id}_completed", _service.Time.GetUtcNow());
            Assert.Equal(
                (id, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                (Header(request, "webhook-id"), Header(request, "webhook-timestamp")));
            Assert.Equal(StandardWebhookSignature.Sign([Samples.CallbackSecret], id, now, body), Header(request, "webhook-signature"));
            _service.Time.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(DeliveryOutcome.Rejected, (await RecordedAsync(record)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task The_response_decides_and_is_recorded(Func<HttpStatusCode> respond, DeliveryOutcome outcome, int? status)
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ =>
        {
            _service.Time.Advance(TimeSpan.FromMilliseconds(120));
            return new HttpResponseMessage(respond());
        };

        Assert.Equal(new DeliveryResult(outcome), await RunAsync(record));

        var (message, took) = ($"msg_{record.Id}_completed", TimeSpan.FromMilliseconds(120));
        Assert.Equal(
            new Delivery(record.Client, record.Id, 3, message, Samples.Now, outcome, status, took), await RecordedAsync(record));
    }

    [Theory]
    [InlineData("120", 121)]
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

        var result = await RunAsync(await AddAsync());

        Assert.Equal(new DeliveryResult(DeliveryOutcome.Rejected, seconds is { } asked ? TimeSpan.FromSeconds(asked) : null), result);
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

    private static string Header(HttpRequestMessage request, string name) => Assert.Single(request.Headers.GetValues(name));

    // Fails where an attempt that was made twice is recorded twice.
    private async Task<Delivery> RecordedAsync(TaskRecord record)
        => Assert.Single(await _service.Deliveries.FindAsync(record.Client, record.Id, 10, CancellationToken.None));

    private Task<TaskRecord> AddAsync() => _service.AddAsync(Samples.Completed with { CallbackUrl = CallbackUrl });

    private Task<DeliveryResult> DeliverAsync(TaskRecord record, HttpStatusCode status)
    {
        _service.Web.OnRequest = _ => new HttpResponseMessage(status);
        return RunAsync(record);
    }

    private Task<DeliveryResult> RunAsync(TaskRecord record, CancellationToken cancellationToken = default)
        => _service.Create<DeliverCallback>().RunAsync(new DeliveryAttempt(record.Client, record.Id, 3, IsLast: false), cancellationToken);
}
