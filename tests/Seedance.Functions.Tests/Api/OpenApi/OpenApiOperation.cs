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
        var (template, actual) = (Path.Split('/'), path.Split('/'));
        return template.Length == actual.Length
            && template.Zip(actual).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }
}
