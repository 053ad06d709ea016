using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Api.SeedanceApi;

namespace Seedance.Functions.Api;

/// <summary>
/// Answers what should not happen in the error shape of the front door that was called, with an id that finds the log line. Only HTTP functions are
/// concerned: orchestrators, activities, timers and events report their failures to their own callers.
/// </summary>
public sealed partial class UnexpectedErrors(ILogger<UnexpectedErrors> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>True for invocations that answer an HTTP request.</summary>
    public static bool Concerns(FunctionContext context)
        => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            if (await context.GetHttpRequestDataAsync() is not { } request) throw;
            Log.Unexpected(logger, context.FunctionDefinition.Name, context.InvocationId, failure);
            context.GetInvocationResult().Value = context.FunctionDefinition.Name is nameof(Generate) or nameof(GetStatus)
                ? await ErrorEnvelope.Unexpected(context.InvocationId).WriteAsync(request, CancellationToken.None)
                : await ErrorAnswer.WriteAsync(
                    request, HttpStatusCode.InternalServerError, ApiError.Unexpected(context.InvocationId), CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed unexpectedly ({InvocationId}).")]
        public static partial void Unexpected(ILogger logger, string function, string invocationId, Exception failure);
    }
}
