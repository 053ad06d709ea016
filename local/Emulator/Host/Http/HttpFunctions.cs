using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Host.Http;

/// <summary>Answers requests with the app's HTTP functions.</summary>
internal sealed partial class HttpFunctions(IReadOnlyList<HttpRoute> functions, FunctionInvoker invoker, ILogger<HttpFunctions> logger)
{
    public void MapTo(IEndpointRouteBuilder endpoints)
    {
        foreach (var route in functions)
        {
            RequestDelegate answer = http => AnswerAsync(route.Function, http);
            _ = route.Methods.Count == 0
                ? endpoints.Map(route.Pattern, answer)
                : endpoints.Map(route.Pattern, answer).WithMetadata(new HttpMethodMetadata(route.Methods));
        }
    }

    private async Task AnswerAsync(FunctionMethod function, HttpContext http)
    {
        try
        {
            var routeValues = new Dictionary<string, object?>(http.Request.RouteValues, StringComparer.OrdinalIgnoreCase);
            await invoker.InvokeAsync(
                function,
                invocation =>
                {
                    var request = new EmulatedRequest(invocation, http.Request);
                    invocation.Features.Set<IHttpRequestDataFeature>(new RequestFeature(request));
                    return request;
                },
                routeValues,
                http.RequestAborted,
                result => WriteAsync(function, result, http));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.ClientLeft(logger, function.Name);
        }
        catch (BadHttpRequestException badRequest) when (!http.Response.HasStarted)
        {
            Log.BadRequest(logger, function.Name, badRequest.Message);
            http.Response.Clear();
            http.Response.StatusCode = badRequest.StatusCode;
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            Log.Failed(logger, failure, function.Name);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static Task WriteAsync(FunctionMethod function, object? result, HttpContext http)
    {
        if (result is EmulatedResponse response)
        {
            return response.WriteToAsync(http);
        }
        else if (result is null)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        else
        {
            throw new InvalidOperationException($"Function '{function.Name}' returned a {result.GetType()}, not an HttpResponseData.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed)")]
        public static partial void Failed(ILogger logger, Exception failure, string function);

        [LoggerMessage(Level = LogLevel.Debug, Message = "A request for 'Functions.{Function}' is malformed: {Reason}")]
        public static partial void BadRequest(ILogger logger, string function, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The client of 'Functions.{Function}' left before it was answered")]
        public static partial void ClientLeft(ILogger logger, string function);
    }
}
