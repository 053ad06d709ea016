using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Api;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Clients;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tasks;
using Seedance.Functions.Tests.Doubles;
using Seedance.Outbound;
using Seedance.Signing;

namespace Seedance.Functions.Tests.Notifications;

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
            JsonSerializer.Serialize(new TaskAnswers(_service.Links).Of(record), ApiJson.Default.TaskAnswer),
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
    [InlineData(HttpStatusCode.Accepted, DeliveryResult.Delivered)]
    [InlineData(HttpStatusCode.Gone, DeliveryResult.GivenUp)]
    [InlineData(HttpStatusCode.InternalServerError, DeliveryResult.TryAgain)]
    [InlineData(HttpStatusCode.TooManyRequests, DeliveryResult.TryAgain)]
    [InlineData(HttpStatusCode.NotFound, DeliveryResult.TryAgain)]
    [InlineData(HttpStatusCode.Found, DeliveryResult.TryAgain)]
    public async Task The_caller_s_answer_decides(HttpStatusCode status, DeliveryResult result)
    {
        var record = await AddAsync();
        Answers(status);

        Assert.Equal(result, await DeliverAsync(record));
    }

    [Fact]
    public async Task A_caller_that_is_not_there_or_takes_too_long_is_tried_again()
    {
        var record = await AddAsync();

        _service.Web.OnRequest = _ => throw new HttpRequestException("refused");
        Assert.Equal(DeliveryResult.TryAgain, await DeliverAsync(record));
        _service.Web.OnRequest = _ => throw new TaskCanceledException("timeout", new TimeoutException());
        Assert.Equal(DeliveryResult.TryAgain, await DeliverAsync(record));
    }

    [Fact]
    public async Task An_address_where_nobody_may_go_is_given_up()
    {
        var record = await AddAsync();
        _service.Web.OnRequest = _ => throw new HttpRequestException("refused", new DestinationNotAllowedException());

        Assert.Equal(DeliveryResult.GivenUp, await DeliverAsync(record));
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

    private void Answers(HttpStatusCode status) => _service.Web.OnRequest = _ => new HttpResponseMessage(status);

    private Task<TaskRecord> AddAsync() => _service.AddAsync(Samples.Record with
    {
        Request = Samples.Request with { CallbackUrl = CallbackUrl },
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    });

    private Task<DeliveryResult> DeliverAsync(TaskRecord record, CancellationToken cancellationToken = default)
        => new DeliverCallback(
            _service.Records, new TaskAnswers(_service.Links), new ClientDirectory(Samples.As(_service.Options)),
            _service.Web, _service.Time, NullLogger<DeliverCallback>.Instance)
            .RunAsync(Samples.ReferenceTo(record), cancellationToken);
}
