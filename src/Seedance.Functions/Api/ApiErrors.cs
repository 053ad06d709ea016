using Azure.Identity;
using Microsoft.Azure.Functions.Worker.Middleware;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Responds to HTTP requests that fail, in the error shape of the surface that was called. What is not foreseen is a 500 with an id
/// that finds the log line; storage that does not respond in time is a 503.
/// </summary>
public sealed partial class ApiErrors(ILogger<ApiErrors> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Whether the invocation responds to an HTTP request; all others report their failures to their own callers.</summary>
    public static bool Concerns(FunctionContext context)
        => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("An HTTP request without its context.");
        try
        {
            using (StorageRetries.WithinRequest()) await next(context);
            await WriteResultAsync(context, http);
        }
        catch (Exception failure) when (http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            LogClientGone(context.FunctionDefinition.Name, context.InvocationId);
        }
        catch (Exception failure)
        {
            await WriteAsync(http, ErrorOf(failure, context));
        }
    }

    // Here and not by the worker: what fails in writing gets a response as well, and the result is not serialized again for the host.
    private static async Task WriteResultAsync(FunctionContext context, HttpContext http)
    {
        var invocation = context.GetInvocationResult();
        if (invocation.Value is not IResult result) return;
        invocation.Value = null;
        await result.ExecuteAsync(http);
    }

    private ApiException ErrorOf(Exception failure, FunctionContext context)
    {
        switch (failure)
        {
            case ApiException error:
                return error;
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return ApiException.Stopping();
            case BadHttpRequestException unreadable:
                return ApiException.UnreadableBody(unreadable.StatusCode);
            case var _ when IsStorageUnavailable(failure):
                LogStorageUnavailable(context.FunctionDefinition.Name, context.InvocationId, failure);
                return ApiException.StorageUnavailable();
            default:
                LogUnexpected(context.FunctionDefinition.Name, context.InvocationId, failure);
                return ApiException.Unexpected(context.InvocationId);
        }
    }

    private static async Task WriteAsync(HttpContext http, ApiException error)
    {
        if (http.Response.HasStarted)
        {
            // Half a response must not look like a whole one.
            http.Abort();
            return;
        }
        http.Response.Clear();
        if (error.Status == HttpStatusCode.Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (error.RetryAfter is { } wait) http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var path = http.Request.Path;
        var result = path.StartsWithSegments("/v1/generate") || path.StartsWithSegments("/v1/status")
            ? Results.Json(new ErrorEnvelope(error), ApiJson.Default.ErrorEnvelope, statusCode: (int)error.Status)
            : Results.Json(new ErrorResponse(error.Error), ApiJson.Default.ErrorResponse, statusCode: (int)error.Status);
        await result.ExecuteAsync(http);
    }

    // The SDK reports a network timeout as a cancelled operation, and several failed tries as one failure of many; an engine that does
    // not respond in time waits for its own storage. A 412 comes this far only where others changed a row at every try.
    private static bool IsStorageUnavailable(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 or 408 or 412 or 429 or >= 500 } => true,
        OperationCanceledException or TimeoutException or AuthenticationFailedException => true,
        AggregateException { InnerExceptions.Count: > 0 } tries => tries.InnerExceptions.All(IsStorageUnavailable),
        _ => false,
    };

    [LoggerMessage(1, LogLevel.Error, "{Function} failed unexpectedly ({InvocationId}).")]
    private partial void LogUnexpected(string function, string invocationId, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "{Function} has no response from storage ({InvocationId}).")]
    private partial void LogStorageUnavailable(string function, string invocationId, Exception failure);

    [LoggerMessage(3, LogLevel.Debug, "The client of {Function} has gone away ({InvocationId}).")]
    private partial void LogClientGone(string function, string invocationId);
}
