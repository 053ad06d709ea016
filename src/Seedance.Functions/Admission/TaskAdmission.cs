using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>
/// What becomes of a request once it is known who asks: the same at every door, over HTTP and for uploads. Nothing is written
/// before the request is known to be good. Of the service's own storage operations, the record is one; an idempotency key and a
/// budget add one each, and the first reservation of a day in a process one more: four at most, unless other processes reserve
/// for the same client at once.
/// </summary>
public sealed class TaskAdmission(
    ClientDirectory clients, RequestReader reader, GenerationStarter starter, IdempotentStarter idempotentStarter)
{
    /// <summary>Reads and validates a body. Any bytes at all give an answer, never an exception.</summary>
    /// <param name="door">Whose names, types and defaults the body follows.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="others">What is wrong with the request beside its body.</param>
    public RequestResult Read(RequestFormat door, ReadOnlyMemory<byte> body, params IReadOnlyList<RequestViolation> others)
        => (reader.Read(door, body), others) switch
        {
            (RequestResult.Refused refused, _) => new RequestResult.Refused([.. refused.Violations, .. others]),
            (RequestResult.Accepted, { Count: > 0 }) => new RequestResult.Refused(others),
            var (reading, _) => reading,
        };

    /// <summary>Starts what was read, if it may be.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="reading">The request.</param>
    /// <param name="key">Its idempotency key, or null.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="cancellationToken">Stops it as long as nothing is recorded.</param>
    /// <exception cref="ApiException">400, 402, 422 or 503; nothing was started.</exception>
    public async Task<Admitted> AdmitAsync(
        DurableTaskClient orchestrations,
        Client client,
        RequestResult reading,
        HashedKey? key,
        RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (reading is RequestResult.Refused refused) throw ApiException.Refused(refused.Violations);
        var (request, remarks) = (RequestResult.Accepted)reading;
        if (!starter.CanServe(request.Provider)) throw ApiException.ProviderNotConfigured(request.Provider);

        var start = key is null
            ? await starter.StartAsync(orchestrations, client, request, origin, cancellationToken)
            : await idempotentStarter.StartAsync(orchestrations, client, key, request, origin, cancellationToken);
        var warnings = UnsignedCallback.AddTo(remarks, clients, client, [request]);
        return start switch
        {
            GenerationStart.Begun begun => new Admitted(begun.Record, warnings, Replayed: false),
            GenerationStart.Replayed replayed => new Admitted(replayed.Record, warnings, Replayed: true),
            GenerationStart.Conflict => throw ApiException.KeyConflict(),
            GenerationStart.OverBudget over => throw ApiException.OverBudget(over.Refusal),
            _ => throw new InvalidOperationException($"Unforeseen start {start.GetType().Name}."),
        };
    }
}

/// <summary>The task exists and its generation is under way, or done.</summary>
/// <param name="Record">The task.</param>
/// <param name="Warnings">Remarks on the request that did not stop it.</param>
/// <param name="Replayed">True when an earlier request with the same idempotency key started it.</param>
public sealed record Admitted(TaskRecord Record, IReadOnlyList<string> Warnings, bool Replayed);
