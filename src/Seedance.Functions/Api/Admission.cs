using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Idempotency;
using Seedance.Requests;

namespace Seedance.Functions.Api;

/// <summary>
/// What becomes of a request once it is known who asks: the same at every door, over HTTP and for uploads. Nothing is written
/// before the request is known to be good. Of the service's own storage operations, the record is one; an idempotency key and a
/// budget add one each, and the first reservation of a day in a process one more: four at most, unless other processes reserve
/// for the same client at once.
/// </summary>
public sealed class Admission(
    ClientDirectory clients, RequestReader reader, GenerationStarter starter, IdempotentStarter idempotentStarter)
{
    /// <summary>Reads and validates a body. Any bytes at all give an answer, never an exception.</summary>
    /// <param name="door">Whose names, types and defaults the body follows.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="others">What is wrong with the request beside its body.</param>
    public RequestReading Read(FrontDoor door, ReadOnlyMemory<byte> body, params IReadOnlyList<RequestViolation> others)
        => (reader.Read(door, body), others) switch
        {
            (RequestReading.Refused refused, _) => new RequestReading.Refused([.. refused.Violations, .. others]),
            (RequestReading.Accepted, { Count: > 0 }) => new RequestReading.Refused(others),
            var (reading, _) => reading,
        };

    /// <summary>Starts what was read, if it may be.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="reading">The request.</param>
    /// <param name="key">Its idempotency key, or null.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="cancellationToken">Stops it as long as nothing is recorded.</param>
    public async Task<IntakeOutcome> AdmitAsync(
        DurableTaskClient orchestrations,
        Client client,
        RequestReading reading,
        HashedKey? key,
        RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (reading is RequestReading.Refused refused) return new IntakeOutcome.Refused(refused.Violations);
        var (request, remarks) = (RequestReading.Accepted)reading;
        if (!starter.CanServe(request.Provider)) return new IntakeOutcome.ProviderNotConfigured(request.Provider);

        var start = key is null
            ? await starter.StartAsync(orchestrations, client, request, origin, cancellationToken)
            : await idempotentStarter.StartAsync(orchestrations, client, key, request, origin, cancellationToken);
        var warnings = UnsignedCallback.AddTo(remarks, clients, client, [request]);
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
