using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Api;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Tasks;
using Seedance.Outbound;
using Seedance.Signing;

namespace Seedance.Functions.Notifications;

/// <summary>
/// Posts a finished task to its caller: the body is <c>GET /v1/tasks/{id}</c>'s, the headers are Standard Webhooks 1.0.0's. The
/// message id is the same in every attempt, so that a caller can tell a repetition.
/// </summary>
public sealed partial class DeliverCallback(
    TaskRecords records,
    TaskAnswers answers,
    ClientDirectory clients,
    IHttpClientFactory httpClients,
    TimeProvider time,
    ILogger<DeliverCallback> logger)
{
    /// <summary>The name of the guarded HTTP client that delivers.</summary>
    public const string HttpClientName = "callback-delivery";

    /// <summary>EvoLink's contract: a receiver has 10 seconds.</summary>
    public static readonly TimeSpan ReceiverTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Tries once.</summary>
    [Function(nameof(DeliverCallback))]
    public async Task<DeliveryResult> RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        if (!TaskId.TryParse(input.TaskId, out var id)) throw new ArgumentException("Not a task id.", nameof(input));
        var record = await records.FindAsync(input.Client, id, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} has no record.");

        using var message = MessageFor(record);
        try
        {
            using var client = httpClients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            Log.Attempted(logger, input.TaskId, (int)response.StatusCode);
            return response.IsSuccessStatusCode ? DeliveryResult.Delivered
                : response.StatusCode == HttpStatusCode.Gone ? DeliveryResult.GivenUp
                : DeliveryResult.TryAgain;
        }
        catch (Exception failure) when (DestinationNotAllowedException.IsCauseOf(failure))
        {
            Log.NotAllowed(logger, input.TaskId);
            return DeliveryResult.GivenUp;
        }
        catch (Exception failure) when (
            failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.Unanswered(logger, input.TaskId, failure.GetType().Name);
            return DeliveryResult.TryAgain;
        }
    }

    private HttpRequestMessage MessageFor(TaskRecord record)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answers.Of(record), ApiJson.Default.TaskAnswer);
        var now = time.GetUtcNow();
        var messageId = $"msg_{record.Id}_{record.State.Word()}";
        var message = new HttpRequestMessage(HttpMethod.Post, record.Request.CallbackUrl) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("webhook-id", messageId);
        message.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (clients.CallbackSecretOf(record.Client) is { } secret)
        {
            message.Headers.Add("webhook-signature", StandardWebhookSignature.Sign(secret, messageId, now, body));
        }
        return message;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: the caller answered its callback with {Status}.")]
        public static partial void Attempted(ILogger logger, string taskId, int status);

        [LoggerMessage(2, LogLevel.Warning, "Task {TaskId}: the address of its callback is not allowed.")]
        public static partial void NotAllowed(ILogger logger, string taskId);

        [LoggerMessage(3, LogLevel.Information, "Task {TaskId}: the caller did not answer its callback ({Failure}).")]
        public static partial void Unanswered(ILogger logger, string taskId, string failure);
    }
}
