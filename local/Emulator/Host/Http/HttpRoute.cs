using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Seedance.Emulator.Host.Http;

/// <summary>Where an HTTP function answers.</summary>
internal sealed record HttpRoute(FunctionMethod Function, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    /// <summary>The routes of all HTTP functions; two functions that would answer the same requests are refused.</summary>
    public static IReadOnlyList<HttpRoute> Of(FunctionCatalog functions, string prefix)
    {
        var routes = functions.TriggeredBy<HttpTriggerAttribute>().Select(function => Of(function, prefix)).ToList();
        foreach (var same in routes.GroupBy(route => route.Shape))
        {
            var taken = new Dictionary<string, HttpRoute>();
            foreach (var route in same)
            {
                var rival = route.Methods.Count == 0 || taken.ContainsKey("*")
                    ? taken.Values.FirstOrDefault()
                    : route.Methods.Select(method => taken.GetValueOrDefault(method)).FirstOrDefault(other => other is not null);
                if (rival is not null)
                {
                    throw new HostStartException(
                        $"Functions '{rival.Function.Name}' and '{route.Function.Name}' answer the same route and method: "
                        + $"{route.Address}.");
                }

                foreach (var method in route.Methods.DefaultIfEmpty("*"))
                {
                    taken[method] = route;
                }
            }
        }

        return routes;
    }

    public string Address => (Methods.Count == 0 ? string.Empty : $"[{string.Join(',', Methods)}] ") + Pattern.RawText;

    // Parameter names do not tell two routes apart, their constraints do.
    private string Shape => string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : null)}{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => part.ToString(),
    }))));

    private static HttpRoute Of(FunctionMethod function, string prefix)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var template = $"{prefix}/{(trigger.Route ?? function.Name).Trim('/')}".Trim('/');
        try
        {
            return new HttpRoute(
                function,
                RoutePatternFactory.Parse("/" + template),
                [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())]);
        }
        catch (RoutePatternException malformed)
        {
            throw new HostStartException($"Function '{function.Name}': its route '{template}' is wrong: {malformed.Message}", malformed);
        }
    }
}
