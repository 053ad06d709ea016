using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Idempotency;
using Seedance.Requests;

namespace Seedance.Functions.Api;

/// <summary>
/// The one way in behind both front doors: authenticate, read, validate, and start. Nothing is written before the request is known
/// to be good. Of the service's own storage operations, the record is one; an idempotency key and a budget add one each, and the
/// first reservation of a day in a process one more: four at most, unless other processes reserve for the same client at once.
/// </summary>
public sealed class Intake(
    BearerAuthentication authentication,
    ClientDirectory clients,
    RequestReader reader,
    GenerationStarter starter,
    IdempotentStarter idempotentStarter)
{
    /// <summary>Takes a create request in.</summary>
    /// <param name="door">Whose names, types and defaults the body follows.</param>
    /// <param name="request">The request.</param>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="cancellationToken">Stops it as long as nothing is recorded.</param>
    public async Task<IntakeOutcome> TakeAsync(
        FrontDoor door, HttpRequestData request, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client) return new IntakeOutcome.Unauthorized();
        if (await RequestBody.ReadAsync(request, RequestBody.MaxBytes, cancellationToken) is not { } body)
        {
            return new IntakeOutcome.TooLarge();
        }
        var keyIsValid = IdempotencyHeader.TryRead(request, out var key);
        return reader.Read(door, body) switch
        {
            RequestReading.Refused refused => new IntakeOutcome.Refused(
                keyIsValid ? refused.Violations : [.. refused.Violations, IdempotencyKey.Violation]),
            RequestReading.Accepted when !keyIsValid => new IntakeOutcome.Refused([IdempotencyKey.Violation]),
            RequestReading.Accepted accepted when !starter.CanServe(accepted.Request.Provider)
                => new IntakeOutcome.ProviderNotConfigured(accepted.Request.Provider),
            RequestReading.Accepted accepted => await StartAsync(accepted),
            var reading => throw new InvalidOperationException($"Unforeseen reading {reading.GetType().Name}."),
        };

        async Task<IntakeOutcome> StartAsync(RequestReading.Accepted accepted)
        {
            var start = key is null
                ? await starter.StartAsync(orchestrations, client, accepted.Request, request.Url, cancellationToken)
                : await idempotentStarter.StartAsync(orchestrations, client, key, accepted.Request, request.Url, cancellationToken);
            var warnings = UnsignedCallback.AddTo(accepted.Warnings, clients, client, [accepted.Request]);
            return start switch
            {
                GenerationStart.Begun begun => new IntakeOutcome.Accepted(begun.Record, warnings, Replayed: false),
                GenerationStart.Replayed replayed => new IntakeOutcome.Accepted(replayed.Record, warnings, Replayed: true),
                GenerationStart.Conflict => new IntakeOutcome.KeyConflict(),
                GenerationStart.OverBudget over => new IntakeOutcome.OverBudget(over.Refusal),
                _ => throw new InvalidOperationException($"Unforeseen start {start.GetType().Name}."),
            };
        }
    }
}
