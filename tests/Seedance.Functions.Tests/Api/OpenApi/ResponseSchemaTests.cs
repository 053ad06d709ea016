using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class ResponseSchemaTests
{
    private static readonly string[] Requests = ["GenerationRequest", "GenerateRequest", "BatchRequest"];

    private static readonly IReadOnlyList<Type> Responses = Reachable();

    [Fact]
    public void The_described_objects_are_the_responses_of_the_code()
    {
        var described = Described.Api.Schemas.EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("properties", out _)).Select(schema => schema.Name).Except(Requests);

        Assert.Equal(Responses.Select(NameOf).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_members_their_types_and_which_are_always_there_are_those_of_the_code()
        => Assert.All(Responses, type =>
        {
            var schema = Described.Api.Schema(NameOf(type));
            var always = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
            var described = schema.GetProperty("properties").EnumerateObject()
                .Select(member => $"{member.Name}: {TypeOf(member.Value)}{(always.Contains(member.Name) ? "" : "?")}");

            Assert.Equal(Members(type).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        });

    private static IEnumerable<string> Members(Type type) =>
        from json in ApiJson.Default.GetTypeInfo(type)!.Properties
        let property = type.GetProperties().Single(each => JsonNamingPolicy.SnakeCaseLower.ConvertName(each.Name) == json.Name)
        let nullable = IsNullable(property)
        let always = !nullable || property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never }
        select $"{json.Name}: {TypeOf(property.PropertyType)}{(always ? nullable ? " or null" : "" : "?")}";

    private static bool IsNullable(PropertyInfo property)
        => new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || type == typeof(DateTimeOffset) ? "string"
            : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(decimal) ? "number"
            : ItemOf(type) is { } item ? $"array of {TypeOf(item)}"
            : NameOf(type);
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var target = Described.Api.Follow(schema);
            return target.TryGetProperty("properties", out _) ? reference.GetString()!.Split('/')[^1] : TypeOf(target);
        }
        if (schema.TryGetProperty("anyOf", out var options)) return Assert.Single(options.EnumerateArray().Select(TypeOf).Distinct());

        var type = schema.GetProperty("type");
        var types = type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(each => each.GetString()!).ToArray()
            : [type.GetString()!];
        return string.Join(" or ", types.Select(each => each == "array" ? $"array of {TypeOf(schema.GetProperty("items"))}" : each));
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.GetGenericArguments()[0].Name}{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}"
        : type.Name;

    private static Type? ItemOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static List<Type> Reachable()
    {
        var found = new List<Type>();
        var attributes = typeof(ApiJson).GetCustomAttributesData();
        foreach (var root in attributes.Where(data => data.AttributeType == typeof(JsonSerializableAttribute)))
        {
            Add((Type)root.ConstructorArguments[0].Value!);
        }
        return found;

        void Add(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (ItemOf(type) is { } item)
            {
                Add(item);
            }
            else if (type.Namespace!.StartsWith("Seedance", StringComparison.Ordinal) && !found.Contains(type))
            {
                found.Add(type);
                foreach (var member in ApiJson.Default.GetTypeInfo(type)!.Properties) Add(member.PropertyType);
            }
        }
    }
}
