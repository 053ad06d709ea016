using Microsoft.Azure.Functions.Worker;
using Seedance.Emulator.Host.Http;

namespace Seedance.Emulator.Host;

/// <summary>What the console shows when the host is up: the functions, and where each can be reached.</summary>
internal static class StartText
{
    public static string Of(string url, IReadOnlyList<HttpRoute> routes, FunctionCatalog functions)
    {
        var lines = new List<string> { string.Empty, $"Listening on {url}", string.Empty, "Functions:", string.Empty };
        lines.AddRange(routes.OrderBy(route => route.Function.Name, StringComparer.Ordinal).Select(route =>
            $"  {route.Function.Name}: [{(route.Methods.Count == 0 ? "ANY" : string.Join(',', route.Methods))}] {url}{route.Pattern.RawText}"));
        lines.AddRange(functions.All.Where(function => function.Trigger is not HttpTriggerAttribute)
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .Select(function => $"  {function.Name}: {FunctionMethod.TypeName(function.Trigger)}"));
        lines.Add(string.Empty);
        return string.Join(Environment.NewLine, lines);
    }
}
