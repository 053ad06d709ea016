using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>Up to 50 creates at once.</summary>
public sealed class Batches(
    ClientDirectory clients,
    RequestReader reader,
    GenerationStarter generations,
    BatchStarter starter,
    BatchRecords batches,
    VideoLinks links,
    RetryAfter retryAfter)
{
    // 50 requests, each as long as any that is valid.
    internal const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// 200 with the batch and its tasks: all requests are valid and fit the budget together, and one orchestration starts them, so many at
    /// a time. 400 with every reason at once, 401, 402, 413, 422 or 503.
    /// </summary>
    [Function("CreateBatch")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var client = request.Client();
        var json = await request.ReadBodyAsync(MaxBytes, cancellationToken) ?? throw ApiException.TooLarge("body of a batch", "4 MB");
        var body = BatchBody.Read(reader, json.Span);
        IReadOnlyList<RequestViolation> violations = HashedKey.TryRead(request, out var key)
            ? body.Violations
            : [.. body.Violations, IdempotencyKey.Violation];
        if (violations.Count > 0) throw ApiException.Refused(violations);
        if (body.Requests.FirstOrDefault(each => !generations.CanServe(each.Provider)) is { } unserved)
        {
            throw ApiException.ProviderNotConfigured(unserved.Provider);
        }
        var start = await starter.StartAsync(
            orchestrations, client, key, body.Requests, body.Concurrency, request.ReachedAt(), cancellationToken);
        var (batch, tasks) = start switch
        {
            BatchStart.Begun begun => (begun.Batch, begun.Tasks),
            BatchStart.Replayed replayed => (replayed.Batch, await batches.ReadTasksAsync(replayed.Batch, cancellationToken)),
            BatchStart.Conflict => throw ApiException.KeyConflict(),
            BatchStart.OverBudget over => throw ApiException.OverBudget(over.Refusal),
            _ => throw new InvalidOperationException($"Unforeseen start {start.GetType().Name}."),
        };
        if (start is BatchStart.Replayed) request.MarkReplayed();
        var response = new BatchResponse(batch, tasks, links)
        {
            Warnings = UnsignedCallback.AddTo(body.Warnings, clients, client, body.Requests) is { Count: > 0 } warnings ? warnings : null,
        };
        return Results.Json(response, ApiJson.Default.BatchResponse);
    }

    /// <summary>200 with the batch and each of its tasks, by two table operations; 304, 401, 404.</summary>
    [Function("GetBatch")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/batches/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var client = request.Client().Name;
        var batch = (BatchId.TryParse(id, out var batchId) ? await batches.FindAsync(client, batchId, cancellationToken) : null)
            ?? throw ApiException.BatchNotFound();
        var tasks = await batches.ReadTasksAsync(batch, cancellationToken);
        if (tasks.FirstOrDefault(task => !task.IsTerminal) is { } open) retryAfter.AddTo(request.HttpContext.Response, open);
        return request.JsonWithTag(new BatchResponse(batch, tasks, links), ApiJson.Default.BatchResponse);
    }
}
