using System.Net.Http.Headers;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Activities;

/// <param name="Number">From 1, counted over all attempts at this task's callback.</param>
/// <param name="IsLast">True when no other attempt follows, whatever comes of this one.</param>
/// <param name="Recovered">True when it is to tell of the recovery of a failed task; else of its first end.</param>
public sealed record DeliveryAttempt(string Client, TaskId TaskId, int Number, bool IsLast, bool Recovered = false);

/// <param name="Outcome">Null when no attempt was made, because the task was recovered and its failure is true no longer.</param>
/// <param name="RetryAfter">How long the caller asked to wait, up to a day; null when it did not.</param>
public sealed record DeliveryResult(DeliveryOutcome? Outcome, TimeSpan? RetryAfter = null)
{
    /// <summary>True when a further attempt makes no sense.</summary>
    [JsonIgnore]
    public bool IsFinal => Outcome is null or DeliveryOutcome.Delivered or DeliveryOutcome.Gone or DeliveryOutcome.NotAllowed;
}

/// <summary>
/// Posts an ended task to its caller, once, and records the attempt. The body is that of <c>GET /v1/tasks/{id}</c>, the headers are
/// those of Standard Webhooks 1.0.0. Run twice, it posts twice under the same message id: callbacks are delivered at least once.
/// </summary>
public sealed partial class DeliverCallback(
    TaskRecords records,
    VideoLinks links,
    ClientDirectory clients,
    Deliveries deliveries,
    IHttpClientFactory httpClients,
    SeedanceMetrics metrics,
    TimeProvider time,
    ILogger<DeliverCallback> logger)
{
    /// <summary>The name of the guarded HTTP client that delivers.</summary>
    public const string HttpClientName = "callback-delivery";

    /// <summary>EvoLink's contract: a receiver has 10 seconds, connecting included.</summary>
    public static readonly TimeSpan ReceiverTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan RecordingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The id of the message about a task's end: the same in all attempts, so that the caller can tell a repetition.</summary>
    public static string MessageIdOf(TaskRecord record) => $"msg_{record.Id}_{record.State.Word()}";

    [Function(nameof(DeliverCallback))]
    public async Task<DeliveryResult> RunAsync([ActivityTrigger] DeliveryAttempt input, CancellationToken cancellationToken)
    {
        var record = await records.ReadAsync(input.Client, input.TaskId, cancellationToken);
        // The failure is true no longer, and the recovery has its own message.
        if (record.RecoveredAt is not null && !input.Recovered) return new DeliveryResult(Outcome: null);
        var at = time.GetUtcNow();
        var start = time.GetTimestamp();
        using var message = MessageOf(record, at);
        var (result, status) = await SendAsync(message, cancellationToken);
        var duration = time.GetElapsedTime(start);

        var outcome = result.Outcome!.Value;
        LogAttempted(record.Id, input.Number, outcome, status);
        metrics.CallbackAttempted(
            outcome == DeliveryOutcome.Delivered ? "delivered" : result.IsFinal || input.IsLast ? "given_up" : "try_again");
        await RecordAsync(new Delivery(record.Client, record.Id, input.Number, MessageIdOf(record), at, outcome, status, duration));
        return result;
    }

    private HttpRequestMessage MessageOf(TaskRecord record, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new TaskResponse(record, links), ApiJson.Default.TaskResponse);
        var id = MessageIdOf(record);
        var message = new HttpRequestMessage(HttpMethod.Post, record.CallbackUrl) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (clients.CallbackSecretsOf(record.Client) is { Count: > 0 } secrets)
        {
            message.Headers.Add("webhook-signature", StandardWebhookSignature.Sign(secrets, id, at, body));
        }
        return message;
    }

    private async Task<(DeliveryResult Result, int? Status)> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var client = httpClients.CreateClient(HttpClientName);
        try
        {
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var outcome = response.IsSuccessStatusCode ? DeliveryOutcome.Delivered
                : response.StatusCode == HttpStatusCode.Gone ? DeliveryOutcome.Gone
                : DeliveryOutcome.Rejected;
            return (new DeliveryResult(outcome, RetryAfterHeader.Read(response.Headers, time, MaxRetryAfter)), (int)response.StatusCode);
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            return (new DeliveryResult(DeliveryOutcome.NotAllowed), null);
        }
        catch (HttpRequestException)
        {
            return (new DeliveryResult(DeliveryOutcome.Unreachable), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new DeliveryResult(DeliveryOutcome.TimedOut), null);
        }
    }

    // The attempt was made: a row that cannot be written is no reason to make it once more.
    private async Task RecordAsync(Delivery delivery)
    {
        using var timeout = new CancellationTokenSource(RecordingTimeout, time);
        try
        {
            await deliveries.RecordAsync(delivery, timeout.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotRecorded(delivery.TaskId, delivery.Attempt, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: attempt {Attempt} at its callback: {Outcome} {Status}.")]
    private partial void LogAttempted(TaskId taskId, int attempt, DeliveryOutcome outcome, int? status);

    [LoggerMessage(2, LogLevel.Warning, "Task {TaskId}: attempt {Attempt} at its callback was made but could not be recorded.")]
    private partial void LogNotRecorded(TaskId taskId, int attempt, Exception failure);
}
