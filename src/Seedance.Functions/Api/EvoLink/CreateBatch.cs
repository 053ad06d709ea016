using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/videos/batches</c>: up to 50 create requests at once. All are validated before the first is paid for, the budget holds
/// all of them or none, and one orchestration starts them, so many at a time.
/// </summary>
public sealed class CreateBatch(
    ClientDirectory clients,
    RequestReader reader,
    GenerationStarter generations,
    BatchStarter starter,
    BatchRecords batches,
    BatchResponses answers)
{
    /// <summary>The most a body may hold: 50 requests, each as long as any that is valid.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Answers 200 with the batch and its tasks, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(CreateBatch))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var client = request.Client();
        var body = await request.ReadBodyAsync(MaxBytes, cancellationToken) ?? throw ApiException.BatchTooLarge();
        var reading = BatchReading.Of(reader, body);
        IReadOnlyList<RequestViolation> violations = HashedKey.TryRead(request, out var key)
            ? reading.Violations
            : [.. reading.Violations, IdempotencyKey.Violation];
        if (violations.Count > 0) throw ApiException.Refused(violations);
        if (reading.Requests.FirstOrDefault(each => !generations.CanServe(each.Provider)) is { } unserved)
        {
            throw ApiException.ProviderNotConfigured(unserved.Provider);
        }
        var start = await starter.StartAsync(
            orchestrations, client, key, reading.Requests, reading.Concurrency, request.ReachedAt(), cancellationToken);
        var (batch, tasks) = start switch
        {
            BatchStart.Begun begun => (begun.Batch, begun.Tasks),
            BatchStart.Replayed replayed => (replayed.Batch, await batches.ReadTasksAsync(replayed.Batch, cancellationToken)),
            BatchStart.Conflict => throw ApiException.KeyConflict(),
            BatchStart.OverBudget over => throw ApiException.OverBudget(over.Refusal),
            _ => throw new InvalidOperationException($"Unforeseen start {start.GetType().Name}."),
        };
        if (start is BatchStart.Replayed) request.HttpContext.Response.Headers[TaskAdmission.ReplayedHeader] = "true";
        var answer = answers.Of(batch, tasks) with
        {
            Warnings = UnsignedCallback.AddTo(reading.Warnings, clients, client, reading.Requests) is { Count: > 0 } warnings ? warnings : null,
        };
        return Results.Json(answer, ApiJson.Default.BatchResponse);
    }
}
