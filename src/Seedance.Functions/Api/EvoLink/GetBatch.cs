using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/videos/batches/{id}</c>: a batch and each of its tasks, by two table operations. It never wakes an orchestration.
/// </summary>
public sealed class GetBatch(BatchRecords batches, BatchResponses answers, RetryAfter retryAfter)
{
    /// <summary>Answers 200 with the batch, 304 when the caller has it as it is, 401, or 404 for an id that is not this client's.</summary>
    [Function(nameof(GetBatch))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/batches/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!BatchId.TryParse(id, out var batchId)
            || await batches.FindAsync(request.Client().Name, batchId, cancellationToken) is not { } batch)
        {
            throw ApiException.BatchNotFound();
        }
        var tasks = await batches.ReadTasksAsync(batch, cancellationToken);
        if (tasks.FirstOrDefault(task => !task.IsTerminal) is { } open) retryAfter.AddTo(request.HttpContext.Response, open);
        return ConditionalJson.Of(request, answers.Of(batch, tasks), ApiJson.Default.BatchResponse);
    }
}
