using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

/// <summary>
/// Every path and method that no other function takes. The host tries routes in the alphabetical order of the functions' names: this
/// name must stay the last.
/// </summary>
public sealed class UnknownRoute
{
    private const int MaxMethod = 20;
    private const int MaxPath = 200;

    /// <summary>Answers 404, naming the method and the path. Takes no key.</summary>
    [Function(nameof(UnknownRoute)), AllowAnonymous]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*rest}")] HttpRequest request)
        => throw ApiException.RouteNotFound(Shortened(request.Method, MaxMethod), Shortened(request.Path.Value ?? "/", MaxPath));

    private static string Shortened(string text, int max) => text.Length <= max ? text : text[..max] + "...";
}
