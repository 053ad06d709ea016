using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Batches;
using Seedance.Functions.Clients;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>GET /v1/videos/batches/{id}</c>: a batch and each of its tasks, by two table operations. It never wakes an orchestration.
/// </summary>
public sealed class GetBatch(BearerAuthentication authentication, BatchRecords batches, BatchAnswers answers, RetryAfter retryAfter)
{
    /// <summary>Answers 200 with the batch, 304 when the caller has it as it is, 401, or 404 for an id that is not this client's.</summary>
    [Function(nameof(GetBatch))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/batches/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client) return await BearerAuthentication.RefuseAsync(request, cancellationToken);
        var batch = BatchId.TryParse(id, out var batchId) ? await batches.FindAsync(client.Name, batchId, cancellationToken) : null;
        if (batch is null)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.BatchNotFound, cancellationToken);
        }
        var tasks = await batches.ReadTasksAsync(batch, cancellationToken);
        var response = await ConditionalAnswer.WriteAsync(request, answers.Of(batch, tasks), ApiJson.Default.BatchAnswer, cancellationToken);
        if (tasks.FirstOrDefault(task => !task.IsTerminal) is { } open) retryAfter.AddTo(response, open);
        return response;
    }
}
