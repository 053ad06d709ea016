using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/videos/batches</c>: up to 50 create requests at once. All are validated before the first is paid for, the budget holds
/// all of them or none, and one orchestration starts them, so many at a time.
/// </summary>
public sealed class CreateBatch(RequestReader reader, TaskAdmission admission, BatchResponses answers)
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
        IReadOnlyList<RequestViolation> violations = request.TryReadKey(out var key)
            ? reading.Violations
            : [.. reading.Violations, IdempotencyKey.Violation];
        if (violations.Count > 0) throw ApiException.Refused(violations);
        var admitted = await admission.AdmitAsync(
            orchestrations, client, reading.Requests, key, new RequestOrigin(request.ReachedAt()), reading.Concurrency, cancellationToken);
        if (admitted.Replayed) request.MarkReplayed();
        IReadOnlyList<string> warnings = [.. reading.Warnings, .. admitted.Warnings];
        var answer = answers.Of(admitted.Batch!, admitted.Tasks) with { Warnings = warnings.Count > 0 ? warnings : null };
        return Results.Json(answer, ApiJson.Default.BatchResponse);
    }
}
