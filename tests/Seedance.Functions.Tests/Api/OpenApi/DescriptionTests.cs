using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Documentation;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>The description by itself: its routes, references and examples.</summary>
public partial class DescriptionTests
{
    private static readonly SchemaValidator Validator = new(Described.Api);

    // Bodies, parameters and headers: everything with a schema and examples of it.
    private static readonly IReadOnlyList<(JsonElement Schema, JsonElement Value)> Examples =
    [
        .. from element in Described.Api.Objects()
           where element.TryGetProperty("schema", out _)
           from example in ExamplesOf(element)
           select (element.GetProperty("schema"), example),
    ];

    private static IEnumerable<string> Routes
        => Described.Api.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal);

    [Fact]
    public void The_described_routes_and_operations_are_those_of_the_functions()
    {
        // What no other function takes has no description.
        var functions = HttpFunction.All.Where(function => function.Verbs is { Length: > 0 }).ToList();

        Assert.Equal(functions.SelectMany(each => each.Verbs!, (each, verb) => $"{verb} /{each.Template}").Order(StringComparer.Ordinal), Routes);
        Assert.Empty(functions.Select(function => function.Name).Except(Described.Api.Operations.Select(operation => operation.Id)));
        Assert.Equal(Routes.Count(), Described.Api.Operations.Select(operation => operation.Id).Distinct().Count());
        Assert.All(Described.Api.Operations, operation => Assert.Equal(
            operation.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..^1]).Order(),
            PathParameters(operation).Order()));
    }

    [Fact]
    public void The_API_guide_names_the_same_routes() => Assert.Equal(
        RowOfTheTable().Matches(Repository.Page("docs/api.md").Text)
            .Select(row => $"{row.Groups["method"].Value.ToLowerInvariant()} {row.Groups["path"].Value}").Order(StringComparer.Ordinal),
        Routes.Where(route => !route.StartsWith("head", StringComparison.Ordinal)));

    [Fact]
    public void Every_reference_points_at_something_and_every_component_is_referred_to()
    {
        var references = Described.Api.Objects()
            .Where(element => element.TryGetProperty("$ref", out _))
            .Select(element => element.GetProperty("$ref").GetString()!).ToHashSet();

        Assert.All(references, reference => Described.Api.Resolve(reference));
        Assert.Equal(
            from kind in Described.Api.Root.GetProperty("components").EnumerateObject()
            where kind.Name != "securitySchemes"
            from component in kind.Value.EnumerateObject()
            let reference = $"#/components/{kind.Name}/{component.Name}"
            orderby reference
            select reference,
            references.Order());
    }

    [Fact]
    public void Every_example_fits_its_schema_and_every_body_has_one()
    {
        Assert.InRange(Examples.Count, 50, 500);
        Assert.All(Examples, example => Assert.Empty(Validator.Validate(example.Schema, example.Value)));
        Assert.All(Described.Api.Objects().Where(IsBody), body => Assert.NotEmpty(ExamplesOf(body)));
    }

    [Theory]
    [InlineData("CreateGeneration", RequestFormat.EvoLink)]
    [InlineData("EstimateGeneration", RequestFormat.EvoLink)]
    [InlineData("Generate", RequestFormat.SeedanceApi)]
    [InlineData("CreateBatch", null)]
    public void Every_example_of_a_request_is_accepted(string operation, RequestFormat? format)
    {
        var reader = new RequestReader(new RequestRules());
        var content = Described.Operation(operation).Description.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");

        Assert.All(ExamplesOf(content).Select(example => Encoding.UTF8.GetBytes(example.GetRawText())), body =>
        {
            if (format is { } known) Assert.IsType<RequestResult.Accepted>(reader.Read(known, body));
            else Assert.Empty(BatchBody.Read(reader, body).Violations);
        });
    }

    [Fact]
    public void The_code_of_an_error_envelope_is_its_status() => Assert.All(
        from operation in Described.Api.Operations
        from response in operation.Description.GetProperty("responses").EnumerateObject()
        where Described.Api.Follow(response.Value).TryGetProperty("content", out _)
        from example in ExamplesOf(Described.Api.Follow(response.Value).GetProperty("content").GetProperty("application/json"))
        where example.TryGetProperty("code", out _)
        select (response.Name, Code: example.GetProperty("code")),
        each => Assert.Equal(each.Name, each.Code.ToString()));

    [Theory]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"beside":"x"}""")]
    [InlineData("""{"history":[{"at":"yesterday"}]}""")]
    public void What_does_not_fit_would_be_found(string task)
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"$ref":"#/components/schemas/TaskResponse"}""");

        Assert.Contains(Validator.Validate(schema, JsonElement.Parse(task)), problem => !problem.Contains("required", StringComparison.Ordinal));
    }

    [GeneratedRegex("""^\| `(?<method>[A-Z]+) (?<path>/[^ `]*)` \|""", RegexOptions.Multiline)]
    private static partial Regex RowOfTheTable();

    private static IEnumerable<string> PathParameters(OpenApiOperation operation)
        => operation.Description.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(Described.Api.Follow)
                .Where(parameter => parameter.GetProperty("in").GetString() == "path")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];

    private static bool IsBody(JsonElement element)
        => element.TryGetProperty("schema", out var schema) && schema.TryGetProperty("$ref", out _) && !element.TryGetProperty("in", out _);

    private static IEnumerable<JsonElement> ExamplesOf(JsonElement element)
    {
        if (element.TryGetProperty("example", out var one)) yield return one;
        if (!element.TryGetProperty("examples", out var many)) yield break;
        foreach (var example in many.EnumerateObject()) yield return Described.Api.Follow(example.Value).GetProperty("value");
    }
}
