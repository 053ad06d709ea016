using Azure.Identity;
using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary><c>GET /health</c>: whether the service runs and reaches its storage, and what its settings lack.</summary>
public sealed class GetHealth(TableServiceClient tables, VideoStore videos, MissingSettings settings)
{
    /// <summary>Answers 200 when records and videos can be reached, else 503.</summary>
    [Function(nameof(GetHealth)), AllowAnonymous]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var storage = await StorageAsync(request.HttpContext.RequestAborted);
        var healthy = storage == "ok";
        var answer = new HealthResponse(healthy ? "ok" : "unavailable", storage, settings.Names is { Count: > 0 } missing ? missing : null);
        return Results.Json(
            answer,
            ApiJson.Default.HealthResponse,
            statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<string> StorageAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tables.GetTableClient(TaskRecords.TableName).GetEntityIfExistsAsync<TableEntity>("-", "-", ["PartitionKey"], cancellationToken);
        }
        catch (Exception failure) when (IsTrouble(failure, cancellationToken))
        {
            return "the tasks table does not answer";
        }
        try
        {
            return await videos.IsReachableAsync(cancellationToken) ? "ok" : "the videos container is missing";
        }
        catch (Exception failure) when (IsTrouble(failure, cancellationToken))
        {
            return "the videos container does not answer";
        }
    }

    // The SDK tells a network timeout as a cancelled operation.
    private static bool IsTrouble(Exception failure, CancellationToken cancellationToken)
        => failure is RequestFailedException or AggregateException or AuthenticationFailedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
