using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>The description that the app serves.</summary>
internal static class Described
{
    public static OpenApiDocument Api { get; } = OpenApiDocument.Parse(Service.OpenApi);

    /// <summary>The words of an enumeration, sorted.</summary>
    public static IEnumerable<string> Words(JsonElement schema)
        => Api.Follow(schema).GetProperty("enum").EnumerateArray().Select(word => word.ToString()).Order(StringComparer.Ordinal);

    public static JsonElement Member(string schema, string member) => Api.Schema(schema).GetProperty("properties").GetProperty(member);

    public static OpenApiOperation Operation(string id) => Api.Operations.Single(operation => operation.Id == id);

    /// <summary>That the words of an enumeration are those of the code.</summary>
    public static void AssertWords(IEnumerable<string> code, JsonElement schema)
        => Assert.Equal(code.Distinct().Order(StringComparer.Ordinal), Words(schema));
}
