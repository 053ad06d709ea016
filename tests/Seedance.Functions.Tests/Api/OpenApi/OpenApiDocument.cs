using System.Net;
using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>An OpenAPI description, as the tests read it.</summary>
internal sealed class OpenApiDocument(JsonElement root)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    public static OpenApiDocument Parse(ReadOnlyMemory<byte> json) => new(JsonDocument.Parse(json).RootElement);

    public JsonElement Root => root;

    public JsonElement Schemas => root.GetProperty("components").GetProperty("schemas");

    public JsonElement Schema(string name) => Schemas.GetProperty(name);

    /// <summary>Every operation under "paths".</summary>
    public IEnumerable<OpenApiOperation> Operations =>
        from path in root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select new OpenApiOperation(path.Name, operation.Name, operation.Value);

    /// <summary>What a reference of this document points at.</summary>
    public JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) throw new NotSupportedException($"{reference} points elsewhere.");
        var target = root;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = WebUtility.UrlDecode(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!target.TryGetProperty(name, out target)) throw new KeyNotFoundException($"{reference} points at nothing.");
        }
        return target;
    }

    /// <summary>The object itself, or what it refers to.</summary>
    public JsonElement Follow(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference)
            ? Follow(Resolve(reference.GetString()!))
            : element;

    /// <summary>Every object of the document, at any depth.</summary>
    public IEnumerable<JsonElement> Objects() => Objects(root);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Objects(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
