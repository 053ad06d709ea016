using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Seedance.Functions.Tests.Api.OpenApi;

internal sealed class OpenApiDocument(JsonElement root)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    public static OpenApiDocument Parse(ReadOnlyMemory<byte> json) => new(JsonDocument.Parse(json).RootElement);

    public JsonElement Schemas => root.GetProperty("components").GetProperty("schemas");

    public JsonElement Schema(string name) => Schemas.GetProperty(name);

    public IEnumerable<OpenApiOperation> Operations =>
        from path in root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select new OpenApiOperation(path.Name, operation.Name, operation.Value);

    public JsonElement Follow(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out var reference)) return element;
        return Follow(reference.GetString()!["#/".Length..].Split('/').Aggregate(root, (target, step) => target.GetProperty(step)));
    }

    public IEnumerable<JsonElement> Objects() => Objects(root);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Objects(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}

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

/// <summary>Validates JSON against schemas of a description. Members that a schema does not name are refused.</summary>
internal sealed class SchemaValidator
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];
    private readonly string _definitions;

    public SchemaValidator(OpenApiDocument document)
    {
        var definitions = JsonObject.Create(document.Schemas)!;
        Close(definitions);
        _definitions = definitions.ToJsonString();
    }

    /// <summary>Every way in which the value does not fit; empty when it does.</summary>
    public IReadOnlyList<string> Validate(JsonElement schema, JsonElement value)
    {
        var evaluation = _schemas.GetOrAdd(schema.GetRawText(), Parse).Evaluate(value, Options);
        return
        [
            .. from detail in (evaluation.Details ?? []).Prepend(evaluation)
               where !evaluation.IsValid
               from error in detail.Errors ?? new Dictionary<string, string>()
               select $"{detail.InstanceLocation} {error.Key}: {error.Value}",
        ];
    }

    // A schema of JSON Schema's own knows no "components". A keyword that the validator does not know is an error.
    private JsonSchema Parse(string schema)
    {
        var root = JsonNode.Parse(schema)!.AsObject();
        Close(root);
        root["$defs"] = JsonNode.Parse(_definitions);
        return JsonSchema.FromText(root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static void Close(JsonNode? node)
    {
        foreach (var member in node as JsonObject ?? []) Close(member.Value);
        foreach (var element in node as JsonArray ?? []) Close(element);
        if (node is JsonObject schema && schema["properties"] is JsonObject && schema.ContainsKey("type"))
            schema["additionalProperties"] = false;
    }
}
