using System.Text;
using System.Text.Json;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class ExampleTests
{
    private static readonly SchemaValidator Validator = new(Described.Api, strict: true);

    // Bodies, parameters and headers: whatever has a schema and examples of it.
    private static readonly IReadOnlyList<(JsonElement Schema, JsonElement Value)> Examples =
    [
        .. from element in Described.Api.Objects()
           where element.TryGetProperty("schema", out _)
           from example in ExamplesOf(element)
           select (element.GetProperty("schema"), example),
    ];

    [Fact]
    public void Every_example_fits_its_schema()
    {
        Assert.InRange(Examples.Count, 50, 500);
        Assert.All(Examples, example => Assert.Empty(Validator.Validate(example.Schema, example.Value)));
    }

    [Fact]
    public void Every_body_has_an_example() => Assert.All(
        Described.Api.Objects().Where(IsBody),
        body => Assert.NotEmpty(ExamplesOf(body)));

    [Theory]
    [InlineData("CreateGeneration", RequestFormat.EvoLink)]
    [InlineData("EstimateGeneration", RequestFormat.EvoLink)]
    [InlineData("Generate", RequestFormat.SeedanceApi)]
    public void Every_example_of_a_request_is_accepted(string operation, RequestFormat door)
    {
        var reader = new RequestReader(new RequestRules());

        Assert.All(RequestsOf(operation), body => Assert.IsType<RequestResult.Accepted>(reader.Read(door, body)));
    }

    [Fact]
    public void Every_example_of_a_batch_is_accepted() => Assert.All(
        RequestsOf("CreateBatch"),
        body => Assert.Empty(BatchReading.Of(new RequestReader(new RequestRules()), body).Violations));

    [Fact]
    public void The_code_of_an_error_envelope_is_its_status() => Assert.All(
        Described.Api.Operations.SelectMany(operation => operation.Description.GetProperty("responses").EnumerateObject()),
        response =>
        {
            var answer = Described.Api.Follow(response.Value);
            if (!answer.TryGetProperty("content", out var content)) return;
            foreach (var example in ExamplesOf(content.GetProperty("application/json")))
            {
                if (example.TryGetProperty("code", out var code)) Assert.Equal(response.Name, code.ToString());
            }
        });

    [Fact]
    public void Nothing_in_a_schema_goes_unchecked()
    {
        var nothing = JsonSerializer.SerializeToElement(new { });
        var roots = Described.Api.Schemas.EnumerateObject().Select(schema => schema.Value)
            .Concat(Described.Api.Objects()
                .Where(element => element.TryGetProperty("schema", out _)).Select(element => element.GetProperty("schema")));

        // The validator throws at a keyword that it does not know, whatever the value is.
        Assert.All(roots.SelectMany(WithInner), schema => Validator.Validate(schema, nothing));
    }

    private static IEnumerable<JsonElement> WithInner(JsonElement schema)
    {
        var inner = schema.EnumerateObject().SelectMany(keyword => keyword.Name switch
        {
            "properties" => keyword.Value.EnumerateObject().Select(member => member.Value),
            "anyOf" => keyword.Value.EnumerateArray(),
            "items" => [keyword.Value],
            _ => Enumerable.Empty<JsonElement>(),
        });
        return inner.SelectMany(WithInner).Prepend(schema);
    }

    private static IEnumerable<byte[]> RequestsOf(string operation)
    {
        var body = Described.Operation(operation).Description.GetProperty("requestBody").GetProperty("content");
        return ExamplesOf(body.GetProperty("application/json")).Select(example => Encoding.UTF8.GetBytes(example.GetRawText()));
    }

    private static bool IsBody(JsonElement element)
        => element.TryGetProperty("schema", out var schema) && schema.TryGetProperty("$ref", out _) && !element.TryGetProperty("in", out _);

    private static IEnumerable<JsonElement> ExamplesOf(JsonElement element)
    {
        if (element.TryGetProperty("example", out var one)) yield return one;
        if (!element.TryGetProperty("examples", out var many)) yield break;
        foreach (var example in many.EnumerateObject()) yield return Described.Api.Follow(example.Value).GetProperty("value");
    }
}
