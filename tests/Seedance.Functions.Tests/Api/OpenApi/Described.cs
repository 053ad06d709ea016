using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>The description that the app serves.</summary>
internal static class Described
{
    public static OpenApiDocument Api { get; } = OpenApiDocument.Parse(GetOpenApi.Read());

    /// <summary>The words of an enumeration, sorted.</summary>
    public static IEnumerable<string> Words(JsonElement schema)
        => Api.Follow(schema).GetProperty("enum").EnumerateArray().Select(word => word.ToString()).Order(StringComparer.Ordinal);

    public static JsonElement Member(string schema, string member) => Api.Schema(schema).GetProperty("properties").GetProperty(member);

    public static OpenApiOperation Operation(string id) => Api.Operations.Single(operation => operation.Id == id);
}
