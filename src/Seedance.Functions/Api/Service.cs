using Azure.Identity;
using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>What the service says about itself. Takes no key.</summary>
public sealed class Service(TableServiceClient tables, VideoStore videos, MissingSettings settings)
{
    private const int MaxMethod = 20;
    private const int MaxPath = 200;

    /// <summary>What the service responds, as OpenAPI 3.1. Written by hand; tests compare it with the code.</summary>
    internal static readonly byte[] OpenApi = ReadOpenApi();

    /// <summary>200 when records and videos can be reached, else 503.</summary>
    [Function("GetHealth"), AllowAnonymous]
    public async Task<IResult> GetHealthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        var storage = await ProblemOfAsync("the tasks table", RecordsRespondAsync, cancellationToken)
            ?? await ProblemOfAsync("the videos container", videos.IsReachableAsync, cancellationToken);
        return Results.Json(
            new HealthResponse(storage is null ? "ok" : "unavailable", storage ?? "ok", settings.Names is { Count: > 0 } missing ? missing : null),
            ApiJson.Default.HealthResponse,
            statusCode: storage is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    [Function("GetOpenApi"), AllowAnonymous]
    public static IResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request)
        => request.JsonWithTag(OpenApi);

    /// <summary>
    /// 404 for every path and method that no other function takes. The host tries routes in the alphabetical order of the functions'
    /// names: this name must stay the last.
    /// </summary>
    [Function("UnknownRoute"), AllowAnonymous]
    public static IResult UnknownRoute([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*rest}")] HttpRequest request)
        => throw ApiException.RouteNotFound(Shortened(request.Method, MaxMethod), Shortened(request.Path.Value ?? "/", MaxPath));

    private async Task<bool> RecordsRespondAsync(CancellationToken cancellationToken)
    {
        await tables.GetTableClient(TaskRecords.TableName).GetEntityIfExistsAsync<TableEntity>("-", "-", ["PartitionKey"], cancellationToken);
        return true;
    }

    private static async Task<string?> ProblemOfAsync(string what, Func<CancellationToken, Task<bool>> exists, CancellationToken cancellationToken)
    {
        try
        {
            return await exists(cancellationToken) ? null : $"{what} is missing";
        }
        // The SDK reports a network timeout as a cancelled operation.
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or AuthenticationFailedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"{what} does not answer";
        }
    }

    private static string Shortened(string text, int max) => text.Length <= max ? text : text[..max] + "...";

    private static byte[] ReadOpenApi()
    {
        using var resource = typeof(Service).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("The app was built without openapi.json.");
        var document = new byte[resource.Length];
        resource.ReadExactly(document);
        return document;
    }
}
