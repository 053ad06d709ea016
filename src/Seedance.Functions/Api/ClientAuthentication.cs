using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker.Middleware;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;

namespace Seedance.Functions.Api;

/// <summary>
/// Reads <c>Authorization: Bearer &lt;key&gt;</c>, as both providers' documents have it, before anything else of a request is read.
/// Functions get the client from <see cref="RequestExtensions.Client"/>. Without a valid key only a function with
/// <see cref="AllowAnonymousAttribute"/> is called.
/// </summary>
public sealed class ClientAuthentication(ClientDirectory clients) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, bool> _isOpen = new();

    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("An HTTP request without its context.");
        if (Authenticate(http.Request) is { } client) http.Features.Set(client);
        else if (!_isOpen.GetOrAdd(context.FunctionDefinition.EntryPoint, IsOpen)) throw ApiException.InvalidKey();
        return next(context);
    }

    private Client? Authenticate(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count == 0) return clients.Find(key: null);
        return headers[0] is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header[Scheme.Length..].Trim() is { Length: > 0 } key
            ? clients.Find(key)
            : null;
    }

    // The worker's entry point is the method's full name.
    private static bool IsOpen(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        var method = typeof(ClientAuthentication).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..]);
        return method?.IsDefined(typeof(AllowAnonymousAttribute), inherit: false) ?? false;
    }
}
