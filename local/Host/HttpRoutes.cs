using System.Net;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Seedance.Host.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace Seedance.Host;

/// <summary>
/// The routes of the HTTP functions. A request goes two ways at once: its invocation over the worker's stream, and the request itself,
/// with the invocation's id in a header, to the web server inside the worker.
/// </summary>
internal sealed partial class HttpRoutes(
    Worker worker, DurableClients clients, IJobHost jobs, IHttpForwarder forwarder, IConfiguration configuration, ILoggerFactory loggers)
    : IDisposable
{
    private static readonly string[] AllMethods = ["GET", "POST", "DELETE", "HEAD", "PATCH", "PUT", "OPTIONS"];

    // The real host's limit for a response that does not begin, or a body that does not go on.
    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromMinutes(4) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>As in the real host: functions in the order of their names, and the first whose route and method match is the one.</summary>
    public void Map(IEndpointRouteBuilder routes, IReadOnlyList<WorkerFunction> functions)
    {
        // For tests: the real host's way to run a timer now.
        routes.MapPost("admin/functions/{name}", (string name) => RunTimerAsync(functions, name)).WithOrder(-1);

        var prefix = (configuration[$"{HostConfiguration.Section}:extensions:http:routePrefix"] ?? "api").Trim('/');
        var order = 0;
        foreach (var function in functions.Where(function => function.IsHttp).OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            var route = function.Trigger["route"] is { Length: > 0 } given ? given : function.Name;
            var methods = function.Trigger.Properties["methods"]?.AsArray().Select(method => (string)method!).ToArray() ?? AllMethods;
            // The method is a constraint of the route, so that a wrong one is a route that does not match.
            var pattern = RoutePatternFactory.Parse($"{prefix}/{route}".TrimStart('/'), null, new { httpMethod = new HttpMethodRouteConstraint(methods) });
            routes.Map(pattern, context => ForwardAsync(context, function)).WithOrder(order++);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task ForwardAsync(HttpContext context, WorkerFunction function)
    {
        var channel = await worker.Channel.WaitAsync(context.RequestAborted);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var request = await InvocationAsync(context, function);
        var invocation = channel.InvokeAsync(request, cancellation.Token);
        context.Request.Headers["x-ms-invocation-id"] = request.InvocationId;
        var error = await forwarder.SendAsync(context, channel.HttpUri, _client, Forwarding, KeepHost.Instance);
        if (error != ForwarderError.None)
            await cancellation.CancelAsync();

        try
        {
            await invocation;
        }
        catch (Exception exception) when (exception is RpcException or WorkerProcessExitException or OperationCanceledException)
        {
            // The caller has the worker's own answer, or 502.
            Failed(loggers.CreateLogger($"Function.{function.Name}"), function.Name, exception.Message);
        }
    }

    private async Task<InvocationRequest> InvocationAsync(HttpContext context, WorkerFunction function)
    {
        var url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}";
        var http = new RpcHttp { Method = context.Request.Method, Url = url };
        var request = new InvocationRequest { FunctionId = function.Id, InvocationId = Guid.NewGuid().ToString() };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new() { Http = http } });
        foreach (var (name, value) in context.Request.RouteValues)
        {
            if (value?.ToString() is not { } text)
                continue;

            http.NullableParams.Add(name, new NullableString { Value = text });
            request.TriggerMetadata.Add(name, new TypedData { String = text });
        }

        foreach (var client in function.Clients)
        {
            var told = await clients.GetAsync(jobs, client);
            request.InputData.Add(new ParameterBinding { Name = client.Name, Data = new() { String = told } });
        }

        return request;
    }

    private async Task<IResult> RunTimerAsync(IReadOnlyList<WorkerFunction> functions, string name)
    {
        var function = functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (function?.Trigger.Type != "timerTrigger")
            return Results.NotFound();

        var timer = new TimerInfo(new ConstantSchedule(TimeSpan.FromMinutes(5)), new ScheduleStatus());
        await jobs.CallAsync(function.Name, new Dictionary<string, object> { [function.Trigger.Name] = timer });
        return Results.Accepted();
    }

    [LoggerMessage(LogLevel.Error, "Executed '{Name}' (Failed). {Reason}")]
    private static partial void Failed(ILogger log, string name, string reason);

    private sealed class KeepHost : HttpTransformer
    {
        public static readonly KeepHost Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        }
    }
}
