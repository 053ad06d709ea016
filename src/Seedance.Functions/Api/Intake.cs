using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Idempotency;
using Seedance.Requests;

namespace Seedance.Functions.Api;

/// <summary>The one way in behind both HTTP doors: authenticate, take the body, and hand it in.</summary>
public sealed class Intake(BearerAuthentication authentication, Admission admission)
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
        var reading = HashedKey.TryRead(request, out var key)
            ? admission.Read(door, body)
            : admission.Read(door, body, IdempotencyKey.Violation);
        return await admission.AdmitAsync(orchestrations, client, reading, key, new RequestOrigin(request.Url), cancellationToken);
    }
}
