using Azure.Identity;
using Microsoft.Azure.Functions.Worker.Middleware;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Answers HTTP requests that fail, in the error shape of the door that was called. What is not foreseen is a 500 with an id that
/// finds the log line; storage that does not answer in time is a 503.
/// </summary>
public sealed partial class ApiErrors(ILogger<ApiErrors> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>True for invocations that answer an HTTP request; all others report their failures to their own callers.</summary>
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
        catch (ApiException error)
        {
            await WriteAsync(http, error);
        }
        catch (Exception failure) when (http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            Log.ClientGone(logger, context.FunctionDefinition.Name, context.InvocationId);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            await WriteAsync(http, ApiException.Stopping());
        }
        catch (BadHttpRequestException unreadable)
        {
            await WriteAsync(http, ApiException.UnreadableBody(unreadable.StatusCode));
        }
        catch (Exception failure) when (IsStorageUnavailable(failure))
        {
            Log.StorageUnavailable(logger, context.FunctionDefinition.Name, context.InvocationId, failure);
            await WriteAsync(http, ApiException.StorageUnavailable());
        }
        catch (Exception failure)
        {
            Log.Unexpected(logger, context.FunctionDefinition.Name, context.InvocationId, failure);
            await WriteAsync(http, ApiException.Unexpected(context.InvocationId));
        }
    }

    // Here and not by the worker: what fails in writing is answered as well, and the result is not serialized again for the host.
    private static async Task WriteResultAsync(FunctionContext context, HttpContext http)
    {
        var invocation = context.GetInvocationResult();
        if (invocation.Value is not IResult result) return;
        invocation.Value = null;
        await result.ExecuteAsync(http);
    }

    private static Task WriteAsync(HttpContext http, ApiException error)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return Task.CompletedTask;
        }
        http.Response.Clear();
        if (error.Status == HttpStatusCode.Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (error.RetryAfter is { } wait) http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var status = (int)error.Status;
        var isSeedanceApi = http.Request.Path.StartsWithSegments("/v1/generate") || http.Request.Path.StartsWithSegments("/v1/status");
        return (isSeedanceApi
            ? Results.Json(ErrorEnvelope.Of(error), ApiJson.Default.ErrorEnvelope, statusCode: status)
            : Results.Json(new ErrorResponse(error.Error), ApiJson.Default.ErrorResponse, statusCode: status)).ExecuteAsync(http);
    }

    // The SDK tells a network timeout as a cancelled operation, and several failed tries as one failure of many; an engine that
    // does not answer within its time waits for its own storage.
    private static bool IsStorageUnavailable(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        OperationCanceledException or TimeoutException or AuthenticationFailedException => true,
        AggregateException { InnerExceptions.Count: > 0 } tries => tries.InnerExceptions.All(IsStorageUnavailable),
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed unexpectedly ({InvocationId}).")]
        public static partial void Unexpected(ILogger logger, string function, string invocationId, Exception failure);

        [LoggerMessage(2, LogLevel.Warning, "{Function} has no answer from storage ({InvocationId}).")]
        public static partial void StorageUnavailable(ILogger logger, string function, string invocationId, Exception failure);

        [LoggerMessage(3, LogLevel.Debug, "The client of {Function} has gone away ({InvocationId}).")]
        public static partial void ClientGone(ILogger logger, string function, string invocationId);
    }
}
