using System.Net;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Functions.Videos;

namespace Seedance.Functions.Api;

/// <summary><c>GET /health</c>: whether the service runs and reaches its storage, and what its settings lack.</summary>
public sealed class GetHealth(TableServiceClient tables, VideoStore videos, MissingSettings settings)
{
    /// <summary>Answers 200 when records and videos can be reached, else 503.</summary>
    [Function(nameof(GetHealth))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        var storage = await StorageAsync(cancellationToken);
        var healthy = storage == "ok";
        var answer = new HealthAnswer(healthy ? "ok" : "unavailable", storage, settings.Names is { Count: > 0 } missing ? missing : null);
        return await JsonAnswer.WriteAsync(
            request, healthy ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer, ApiJson.Default.HealthAnswer, cancellationToken);
    }

    private async Task<string> StorageAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tables.GetTableClient(TaskRecords.TableName).GetEntityIfExistsAsync<TableEntity>("-", "-", ["PartitionKey"], cancellationToken);
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            return "the tasks table does not answer";
        }
        try
        {
            return await videos.IsReachableAsync(cancellationToken) ? "ok" : "the videos container is missing";
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            return "the videos container does not answer";
        }
    }

    private static bool IsTrouble(Exception failure)
        => failure is RequestFailedException or AggregateException or AuthenticationFailedException;
}
