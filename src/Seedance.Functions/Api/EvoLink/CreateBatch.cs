using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Batches;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Idempotency;
using Seedance.Requests;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>POST /v1/videos/batches</c>: up to 50 create requests at once. All are validated before the first is paid for, the budget holds
/// all of them or none, and one orchestration starts them, so many at a time.
/// </summary>
public sealed class CreateBatch(
    BearerAuthentication authentication,
    ClientDirectory clients,
    RequestReader reader,
    GenerationStarter generations,
    BatchStarter starter,
    BatchRecords batches,
    BatchAnswers answers)
{
    /// <summary>The most a body may hold: 50 requests, each as long as any that is valid.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Answers 200 with the batch and its tasks, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(CreateBatch))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/batches")] HttpRequestData request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client) return await BearerAuthentication.RefuseAsync(request, cancellationToken);
        if (await RequestBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.RequestEntityTooLarge, ApiError.BatchTooLarge, cancellationToken);
        }
        var reading = BatchReading.Of(reader, body);
        IReadOnlyList<RequestViolation> violations = HashedKey.TryRead(request, out var key)
            ? reading.Violations
            : [.. reading.Violations, IdempotencyKey.Violation];
        if (violations.Count > 0)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.BadRequest, ApiError.Refused(violations), cancellationToken);
        }
        if (reading.Requests.FirstOrDefault(each => !generations.CanServe(each.Provider)) is { } unserved)
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.ServiceUnavailable, ApiError.ProviderNotConfigured(unserved.Provider), cancellationToken);
        }
        return await starter.StartAsync(
            orchestrations, client, key, reading.Requests, reading.Concurrency, request.Url, cancellationToken) switch
        {
            BatchStart.Begun begun => await WriteAsync(answers.Of(begun.Batch, begun.Tasks)),
            BatchStart.Replayed replayed => await ReplayAsync(replayed.Batch),
            BatchStart.Conflict => await ErrorAnswer.WriteAsync(request, HttpStatusCode.UnprocessableEntity, ApiError.KeyConflict, cancellationToken),
            BatchStart.OverBudget over => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.PaymentRequired, ApiError.OverBudget(over.Refusal), cancellationToken),
            var start => throw new InvalidOperationException($"Unforeseen start {start.GetType().Name}."),
        };

        async Task<HttpResponseData> ReplayAsync(BatchRecord batch)
        {
            var response = await WriteAsync(answers.Of(batch, await batches.ReadTasksAsync(batch, cancellationToken)));
            response.Headers.Add(IntakeOutcome.Accepted.ReplayedHeader, "true");
            return response;
        }

        Task<HttpResponseData> WriteAsync(BatchAnswer answer) => JsonAnswer.WriteAsync(
            request,
            HttpStatusCode.OK,
            answer with
            {
                Warnings = UnsignedCallback.AddTo(reading.Warnings, clients, client, reading.Requests) is { Count: > 0 } warnings ? warnings : null,
            },
            ApiJson.Default.BatchAnswer,
            cancellationToken);
    }
}
