using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Yarp.ReverseProxy.Forwarder;

namespace Seedance.Host;

/// <summary>
/// The routes of the HTTP functions. A request goes two ways at once: its invocation over the worker's stream, and the request itself,
/// with the invocation's id in a header, to the web server inside the worker.
/// </summary>
internal sealed partial class HttpRoutes(
    Worker worker, IJobHost jobs, IHttpForwarder forwarder, IConfiguration configuration, ILoggerFactory loggers)
{
    private static readonly string[] AllMethods = ["GET", "POST", "DELETE", "HEAD", "PATCH", "PUT", "OPTIONS"];

    // The real host's limit for a response that does not start, or a body that does not go on.
    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromMinutes(4) };
    private static readonly HttpMessageInvoker Client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private readonly ConcurrentDictionary<Binding, Task<string>> _durableClients = [];

    /// <summary>As in the real host: by the functions' names, the first whose route and method match.</summary>
    public void Map(IEndpointRouteBuilder routes, IReadOnlyList<WorkerFunction> functions)
    {
        // The real host's way to run a timer now.
        foreach (var function in functions.Where(function => function.Trigger.Type == "timerTrigger"))
            routes.Map(Pattern($"admin/functions/{function.Name}", ["POST"]), context => RunTimerAsync(context, function)).WithOrder(-1);

        var prefix = (configuration[$"{HostConfiguration.Section}:extensions:http:routePrefix"] ?? "api").Trim('/');
        foreach (var (order, function) in functions.Where(function => function.IsHttp)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Index())
        {
            var route = function.Trigger["route"] is { Length: > 0 } given ? given : function.Name;
            var methods = function.Trigger.Properties["methods"]?.AsArray().Select(method => (string)method!).ToArray() ?? AllMethods;
            routes.Map(Pattern($"{prefix}/{route}", methods), context => ForwardAsync(context, function)).WithOrder(order);
        }
    }

    /// <summary>The method is a constraint of the route: to a wrong one, the route does not match.</summary>
    private static RoutePattern Pattern(string route, string[] methods)
        => RoutePatternFactory.Parse(route.TrimStart('/'), null, new { httpMethod = new HttpMethodRouteConstraint(methods) });

    private async Task ForwardAsync(HttpContext context, WorkerFunction function)
    {
        using var trace = new Activity(function.Name).Start(); // its id is the worker's trace parent
        var channel = await worker.Channel.WaitAsync(context.RequestAborted);
        var request = await InvocationAsync(context.Request, function);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var invocation = channel.InvokeAsync(request, cancellation.Token);
        context.Request.Headers["x-ms-invocation-id"] = request.InvocationId;
        var error = await forwarder.SendAsync(context, channel.HttpUri, Client, Forwarding, (original, forwarded) =>
        {
            forwarded.Headers.Host = original.Request.Host.Value;
            return ValueTask.CompletedTask;
        });
        if (error != ForwarderError.None)
        {
            // The forwarder has responded: 413, say, or 502 where the worker has ended.
            await cancellation.CancelAsync();
            return;
        }

        try
        {
            await invocation;
        }
        catch (Exception exception) when (exception is RpcException or WorkerProcessExitException or OperationCanceledException)
        {
            Failed(loggers.CreateLogger($"Function.{function.Name}"), function.Name, exception.Message);
            // The worker's own response says 200.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task<InvocationRequest> InvocationAsync(HttpRequest request, WorkerFunction function)
    {
        var http = new RpcHttp { Method = request.Method, Url = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}" };
        var invocation = new InvocationRequest { FunctionId = function.Id, InvocationId = Guid.NewGuid().ToString() };
        invocation.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new() { Http = http } });
        foreach (var (name, value) in request.RouteValues.Where(value => value.Value is not null))
        {
            http.NullableParams.Add(name, new NullableString { Value = $"{value}" });
            invocation.TriggerMetadata.Add(name, new TypedData { String = $"{value}" });
        }

        foreach (var binding in function.Clients)
        {
            var client = await _durableClients.GetOrAdd(binding, binding => DurableClientReader.ReadAsync(jobs, binding));
            invocation.InputData.Add(new ParameterBinding { Name = binding.Name, Data = new() { String = client } });
        }

        return invocation;
    }

    private async Task RunTimerAsync(HttpContext context, WorkerFunction function)
    {
        var timer = new TimerInfo(new ConstantSchedule(TimeSpan.FromMinutes(5)), new ScheduleStatus());
        await jobs.CallAsync(function.Name, new Dictionary<string, object> { [function.Trigger.Name] = timer });
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    [LoggerMessage(1, LogLevel.Error, "Executed '{Name}' (Failed). {Reason}")]
    private static partial void Failed(ILogger log, string name, string reason);
}
