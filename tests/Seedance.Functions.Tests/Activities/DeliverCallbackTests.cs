using System.Globalization;
using System.Net;
using System.Text.Json;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class DeliverCallbackTests
{
    private const string CallbackUrl = "https://caller.example.com/hook?secret=1";

    private readonly FakeService _service = new();

    [Fact]
    public async Task The_caller_gets_what_a_read_of_the_task_would_give()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.OK);

        Assert.Equal(DeliveryResult.Delivered, await DeliverAsync(record));

        var request = Assert.Single(_service.Web.Requests);
        Assert.Equal((HttpMethod.Post, CallbackUrl), (request.Method, request.RequestUri?.AbsoluteUri));
        Assert.Equal("application/json", request.Content?.Headers.ContentType?.ToString());
        Assert.Equal(
            JsonSerializer.Serialize(new TaskResponse(record, _service.Links), ApiJson.Default.TaskResponse),
            System.Text.Encoding.UTF8.GetString(_service.Web.Bodies[0]));
    }

    [Fact]
    public async Task The_message_is_signed_as_standard_webhooks_are()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.OK);

        await DeliverAsync(record);

        var headers = Assert.Single(_service.Web.Requests).Headers;
        var id = Assert.Single(headers.GetValues("webhook-id"));
        Assert.Equal($"msg_{record.Id}_completed", id);
        Assert.Equal(
            Samples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Assert.Single(headers.GetValues("webhook-timestamp")));
        Assert.Equal(
            StandardWebhookSignature.Sign(Samples.CallbackSecret, id, Samples.Now, _service.Web.Bodies[0]),
            Assert.Single(headers.GetValues("webhook-signature")));
    }

    [Fact]
    public async Task A_repetition_has_the_same_id_and_a_new_time()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.OK);
        await DeliverAsync(record);
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync(record);

        Assert.Single(_service.Web.Requests.SelectMany(request => request.Headers.GetValues("webhook-id")).Distinct());
        Assert.Equal(2, _service.Web.Requests.SelectMany(request => request.Headers.GetValues("webhook-timestamp")).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_secret_the_message_goes_unsigned()
    {
        _service.Options.Clients[Samples.Client].CallbackSecret = null;
        var record = await AddAsync();
        Answers(HttpStatusCode.NoContent);

        Assert.Equal(DeliveryResult.Delivered, await DeliverAsync(record));
        Assert.False(Assert.Single(_service.Web.Requests).Headers.Contains("webhook-signature"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted, DeliveryKind.Delivered, DeliveryOutcome.Delivered)]
    [InlineData(HttpStatusCode.Gone, DeliveryKind.GivenUp, DeliveryOutcome.Gone)]
    [InlineData(HttpStatusCode.InternalServerError, DeliveryKind.TryAgain, DeliveryOutcome.Rejected)]
    [InlineData(HttpStatusCode.TooManyRequests, DeliveryKind.TryAgain, DeliveryOutcome.Rejected)]
    [InlineData(HttpStatusCode.NotFound, DeliveryKind.TryAgain, DeliveryOutcome.Rejected)]
    [InlineData(HttpStatusCode.Found, DeliveryKind.TryAgain, DeliveryOutcome.Rejected)]
    public async Task The_caller_s_answer_decides_and_is_recorded(HttpStatusCode status, DeliveryKind kind, DeliveryOutcome outcome)
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ =>
        {
            _service.Time.Advance(TimeSpan.FromMilliseconds(120));
            return new HttpResponseMessage(status);
        };

        Assert.Equal(new DeliveryResult(kind), await DeliverAsync(record));
        Assert.Equal(
            new Delivery(
                record.Client, record.Id, 2, 3, $"msg_{record.Id}_completed", Samples.Now, outcome, (int)status, TimeSpan.FromMilliseconds(120)),
            await RecordedAsync(record));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "120", 121)]
    [InlineData(HttpStatusCode.BadGateway, "120", 121)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Sun, 01 Mar 2026 12:05:00 GMT", 301)]
    [InlineData(HttpStatusCode.GatewayTimeout, "Sun, 01 Mar 2026 11:00:00 GMT", 1)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "99999999999999999999", 86_401)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "172800", 86_401)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "soon", null)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, null)]
    public async Task A_wait_that_the_caller_asks_for_is_granted_and_a_second_more(HttpStatusCode status, string? header, int? seconds)
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ =>
        {
            var response = new HttpResponseMessage(status);
            if (header is not null) Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", header));
            return response;
        };

        var result = await DeliverAsync(record);

        Assert.Equal(new DeliveryResult(DeliveryKind.TryAgain, seconds is { } asked ? TimeSpan.FromSeconds(asked) : null), result);
        Assert.Equal(result, JsonSerializer.Deserialize<DeliveryResult>(JsonSerializer.Serialize(result)));
    }

    [Theory]
    [InlineData("Delivered", DeliveryKind.Delivered)]
    [InlineData("TryAgain", DeliveryKind.TryAgain)]
    [InlineData("GivenUp", DeliveryKind.GivenUp)]
    public void A_result_in_the_history_of_a_running_orchestration_is_a_word(string word, DeliveryKind kind)
    {
        Assert.Equal(new DeliveryResult(kind), JsonSerializer.Deserialize<DeliveryResult>($"\"{word}\""));
        Assert.Equal($"\"{word}\"", JsonSerializer.Serialize(new DeliveryResult(kind)));
    }

    [Fact]
    public void An_attempt_that_was_scheduled_before_attempts_had_numbers_is_the_first()
        => Assert.Equal(
            new DeliveryAttempt("studio", "task-1") { Round = 0, Number = 1 },
            JsonSerializer.Deserialize<DeliveryAttempt>("""{"Client":"studio","TaskId":"task-1"}"""));

    [Fact]
    public async Task An_attempt_that_is_made_twice_is_recorded_once()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.BadGateway);
        await DeliverAsync(record);
        Answers(HttpStatusCode.OK);
        await DeliverAsync(record);

        Assert.Equal(DeliveryOutcome.Delivered, (await RecordedAsync(record)).Outcome);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_recorded_counts_all_the_same()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.OK);
        _service.DeliveryTable.Failure = new Azure.RequestFailedException(503, "Storage is out of reach.");

        Assert.Equal(DeliveryResult.Delivered, await DeliverAsync(record));
        Assert.Single(_service.Web.Requests);
    }

    [Fact]
    public async Task While_a_secret_is_being_changed_the_message_carries_a_signature_of_each()
    {
        var previous = "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 24).ToArray());
        _service.Options.Clients[Samples.Client].CallbackSecretPrevious = previous;
        var record = await AddAsync();
        Answers(HttpStatusCode.OK);

        await DeliverAsync(record);

        var headers = Assert.Single(_service.Web.Requests).Headers;
        Assert.Equal(
            new[] { Samples.CallbackSecret, previous }.Select(secret => StandardWebhookSignature.Sign(
                secret, Assert.Single(headers.GetValues("webhook-id")), Samples.Now, _service.Web.Bodies[0])),
            Assert.Single(headers.GetValues("webhook-signature")).Split(' '));
    }

    [Fact]
    public async Task A_caller_that_is_not_there_or_takes_too_long_is_tried_again()
    {
        var record = await AddAsync();

        _service.Web.OnRequest = _ => throw new HttpRequestException("refused");
        Assert.Equal(DeliveryResult.TryAgain, await DeliverAsync(record));
        Assert.Equal((DeliveryOutcome.Unreachable, null), ((await RecordedAsync(record)).Outcome, (await RecordedAsync(record)).Status));

        _service.Web.OnRequest = _ => throw new TaskCanceledException("timeout", new TimeoutException());
        Assert.Equal(DeliveryResult.TryAgain, await DeliverAsync(record));
        Assert.Equal(DeliveryOutcome.TimedOut, (await RecordedAsync(record)).Outcome);
    }

    [Fact]
    public async Task An_address_where_nobody_may_go_is_given_up()
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());

        Assert.Equal(DeliveryResult.GivenUp, await DeliverAsync(record));
        Assert.Equal(DeliveryOutcome.NotAllowed, (await RecordedAsync(record)).Outcome);
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_has_not_tried()
    {
        var record = await AddAsync();
        using var stopping = new CancellationTokenSource();
        _service.Web.OnRequest = _ =>
        {
            stopping.Cancel();
            throw new OperationCanceledException();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DeliverAsync(record, stopping.Token));
    }

    [Fact]
    public async Task The_task_is_left_as_it_is()
    {
        var record = await AddAsync();
        Answers(HttpStatusCode.Gone);

        await DeliverAsync(record);

        Assert.Equal(record.ETag, (await _service.ReadAsync(record)).ETag);
    }

    private async Task<Delivery> RecordedAsync(TaskRecord record)
        => Assert.Single((await _service.Deliveries.ReadAsync(record.Client, record.Id, 10, CancellationToken.None)).Newest);

    private void Answers(HttpStatusCode status) => _service.Web.OnRequest = _ => new HttpResponseMessage(status);

    private Task<TaskRecord> AddAsync() => _service.AddAsync(Samples.Record with
    {
        CallbackUrl = CallbackUrl,
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    });

    private Task<DeliveryResult> DeliverAsync(TaskRecord record, CancellationToken cancellationToken = default)
        => _service.Create<DeliverCallback>().RunAsync(
            new DeliveryAttempt(record.Client, record.Id.ToString()) { Round = 2, Number = 3 }, cancellationToken);
}
