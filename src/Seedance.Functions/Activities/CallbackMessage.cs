using System.Net.Http.Headers;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Makes the message about a task that has ended: the body is <c>GET /v1/tasks/{id}</c>'s, the headers are Standard Webhooks 1.0.0's.
/// </summary>
public sealed class CallbackMessage(VideoLinks links, ClientDirectory clients)
{
    /// <summary>The id of the message: the same in every attempt, so that a caller can tell a repetition.</summary>
    public static string IdOf(TaskRecord record) => $"msg_{record.Id}_{record.State.Word()}";

    /// <summary>The message as it is sent at a time, signed under each of the client's secrets.</summary>
    /// <exception cref="InvalidOperationException">Nobody is to be told of the task.</exception>
    public HttpRequestMessage For(TaskRecord record, DateTimeOffset at)
    {
        if (record.CallbackUrl is not { } url) throw new InvalidOperationException($"Task {record.Id} has no callback.");
        var body = JsonSerializer.SerializeToUtf8Bytes(new TaskResponse(record, links), ApiJson.Default.TaskResponse);
        var id = IdOf(record);
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (clients.CallbackSecretsOf(record.Client) is { Count: > 0 } secrets)
        {
            message.Headers.Add("webhook-signature", StandardWebhookSignature.SignWithEach(secrets, id, at, body));
        }
        return message;
    }
}
