using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Seedance.Functions.Tests.Documentation;

namespace Seedance.Functions.Tests.Api.OpenApi;

public partial class RouteTests
{
    [Fact]
    public void The_described_routes_and_methods_are_those_of_the_functions()
    {
        var functions =
            from type in typeof(GetOpenApi).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.IsDefined(typeof(FunctionAttribute))
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            // All methods: what no other function takes, which has no description.
            where trigger is { Methods.Length: > 0 }
            from verb in trigger.Methods!
            select $"{verb} /{trigger.Route}";

        Assert.Equal(functions.Order(StringComparer.Ordinal), Routes());
    }

    [Fact]
    public void Every_operation_has_an_id_of_its_own()
        => Assert.Equal(Routes().Count(), Described.Api.Operations.Select(operation => operation.Id).Distinct().Count());

    [Fact]
    public void Every_placeholder_of_a_path_is_a_described_parameter()
        => Assert.All(Described.Api.Operations, operation => Assert.Equal(
            operation.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..^1]).Order(),
            Parameters(operation, "path").Order()));

    [Fact]
    public void Every_reference_points_at_something_and_every_component_is_referred_to()
    {
        var references = Described.Api.Objects()
            .Where(element => element.TryGetProperty("$ref", out _))
            .Select(element => element.GetProperty("$ref").GetString()!).ToHashSet();

        Assert.All(references, reference => Described.Api.Resolve(reference));
        var components =
            from kind in Described.Api.Root.GetProperty("components").EnumerateObject()
            where kind.Name != "securitySchemes"
            from component in kind.Value.EnumerateObject()
            select $"#/components/{kind.Name}/{component.Name}";
        Assert.Equal(components.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_API_guide_names_the_same_routes()
    {
        var named = RowOfTheTable().Matches(Repository.Page("docs/api.md").Text)
            .Select(row => $"{row.Groups["method"].Value.ToLowerInvariant()} {row.Groups["path"].Value}");

        Assert.Equal(named.Order(StringComparer.Ordinal), Routes().Where(route => !route.StartsWith("head", StringComparison.Ordinal)));
    }

    [GeneratedRegex("""^\| `(?<method>[A-Z]+) (?<path>/[^ `]*)` \|""", RegexOptions.Multiline)]
    private static partial Regex RowOfTheTable();

    private static IEnumerable<string> Routes()
        => Described.Api.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Parameters(OpenApiOperation operation, string kind)
        => operation.Description.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(Described.Api.Follow)
                .Where(parameter => parameter.GetProperty("in").GetString() == kind)
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
}
