using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The HTTP functions as a caller reaches them: found by method and path, with the app's middlewares around them.</summary>
internal sealed class FrontDoors(FakeService service)
{
    public FakeOrchestrations Orchestrations { get; } = new();
    public ObservedTable KeyTable => service.Tables.GetTableClient(IdempotencyKeys.TableName);

    public Task<HttpResponseMessage> CreateAsync(string body, params (string Name, string? Value)[] headers)
        => CallAsync("POST /v1/videos/generations", body, headers);

    public Task<HttpResponseMessage> CallAsync(string call, string body = "", params (string Name, string? Value)[] headers)
        => CallAsync(Http.Request(call, body, headers));

    public Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
        => CallAsync(service.Get<IServiceProvider>(), Orchestrations.Client, request, cancellationToken);

    public static async Task<HttpResponseMessage> CallAsync(
        IServiceProvider services, DurableTaskClient orchestrations, HttpRequestMessage request,
        CancellationToken cancellationToken = default)
    {
        var http = Http.ContextOf(request);
        var function = HttpFunction.All.First(each => each.Takes(http.Request.Method, http.Request.Path));
        var context = Invocation.Of("httpTrigger", function.Name, function.EntryPoint, http, cancellationToken: cancellationToken);
        var errors = ActivatorUtilities.CreateInstance<ApiErrors>(services);
        var authentication = ActivatorUtilities.CreateInstance<ClientAuthentication>(services);
        await errors.Invoke(context, inner => authentication.Invoke(inner, async last
            => last.GetInvocationResult().Value = await function.RunAsync(services, orchestrations, http.Request, cancellationToken)));
        // What is left here the worker would serialize once more, for the host.
        Assert.Null(context.GetInvocationResult().Value);
        return Http.ResponseOf(http);
    }
}

internal sealed record HttpFunction(string Name, MethodInfo Method, string Template, string[]? Verbs)
{
    // The host tries routes in the alphabetical order of their functions' names, and takes the first that matches.
    public static readonly IReadOnlyList<HttpFunction> All =
    [
        .. from type in typeof(ApiErrors).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is not null
           orderby function.Name.ToUpperInvariant()
           select new HttpFunction(function.Name, method, trigger.Route!, trigger.Methods),
    ];

    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    public bool Takes(string verb, PathString path)
        => (Verbs is null || Verbs.Contains(verb, StringComparer.OrdinalIgnoreCase)) && Matcher.TryMatch(path, []);

    public async Task<IResult> RunAsync(
        IServiceProvider services, DurableTaskClient orchestrations, HttpRequest request, CancellationToken cancellationToken)
    {
        var values = new RouteValueDictionary();
        Matcher.TryMatch(request.Path, values);
        object?[] parameters =
        [
            .. Method.GetParameters().Select(parameter => parameter.ParameterType == typeof(HttpRequest) ? request
                : parameter.ParameterType == typeof(DurableTaskClient) ? orchestrations
                : parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
                : values[parameter.Name!]),
        ];
        var owner = Method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, Method.DeclaringType!);
        var result = Method.Invoke(owner, BindingFlags.DoNotWrapExceptions, null, parameters, null);
        return result is Task<IResult> running ? await running : (IResult)result!;
    }

    private TemplateMatcher Matcher => new(TemplateParser.Parse(Template), []);
}
