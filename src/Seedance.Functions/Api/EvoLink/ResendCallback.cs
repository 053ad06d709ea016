using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>POST /v1/tasks/{id}/deliveries</c>: sends the callback of a task that has ended once more, under the same <c>webhook-id</c>. The
/// body of the request is not read.
/// </summary>
public sealed class ResendCallback(BearerAuthentication authentication, TaskRecords records, CallbackResender resender)
{
    /// <summary>
    /// Answers 202 with what was done, 401, 404; 409 while the task has not ended or when it has no callback; 503 when nothing could be
    /// begun.
    /// </summary>
    [Function(nameof(ResendCallback))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/deliveries")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var (record, refusal) = await RequestedTask.FindAsync(authentication, records, request, id, cancellationToken);
        if (record is null) return refusal!;
        if (record.CallbackUrl is null)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.Conflict, ApiError.NoCallback, cancellationToken);
        }
        if (!record.IsTerminal)
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.Conflict, ApiError.NotEnded(record.State.Word()), cancellationToken);
        }
        var outcome = await resender.ResendAsync(orchestrations, record, cancellationToken);
        if (outcome == ResendOutcome.Unavailable)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.ServiceUnavailable, ApiError.NotResent, cancellationToken);
        }
        return await JsonAnswer.WriteAsync(
            request, HttpStatusCode.Accepted, ResendAnswer.Of(record, outcome), ApiJson.Default.ResendAnswer, cancellationToken);
    }
}
