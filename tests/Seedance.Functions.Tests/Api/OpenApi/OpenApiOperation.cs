using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>One method of one path.</summary>
internal sealed record OpenApiOperation(string Path, string Method, JsonElement Description)
{
    public string Id => Description.GetProperty("operationId").GetString()!;

    /// <summary>Whether a path such as <c>/v1/tasks/task-1</c> is one of this operation's.</summary>
    public bool Matches(string method, string path)
    {
        if (!method.Equals(Method, StringComparison.OrdinalIgnoreCase)) return false;
        // Routes of functions have no case, and a slash at their end makes no difference.
        var (template, actual) = (Path.Split('/'), path.TrimEnd('/').Split('/'));
        return template.Length == actual.Length
            && template.Zip(actual).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)
                || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }
}
