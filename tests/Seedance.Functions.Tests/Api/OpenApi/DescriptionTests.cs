using System.Reflection;
using Seedance.Functions.Tests.Documentation;

namespace Seedance.Functions.Tests.Api.OpenApi;

/// <summary>The description that the app serves. The black-box tests hold each response against it.</summary>
public class DescriptionTests
{
    private const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly OpenApiDocument Api = OpenApiDocument.Parse(Service.OpenApi);
    private static readonly SchemaValidator Validator = new(Api);

    private static IEnumerable<string> Routes => Api.Operations.Select(operation => $"{operation.Method} {operation.Path}");

    [Fact]
    public void The_described_routes_and_operations_are_those_of_the_functions()
    {
        // What no other function takes has no description.
        var functions = HttpFunction.All.Where(function => function.Verbs is { Length: > 0 }).ToList();

        AssertSame(functions.SelectMany(each => each.Verbs!, (each, verb) => $"{verb} /{each.Template}"), Routes);
        Assert.Empty(functions.Select(function => function.Name).Except(Api.Operations.Select(operation => operation.Id)));
        Assert.Equal(Routes.Count(), Api.Operations.Select(operation => operation.Id).Distinct().Count());
    }

    [Fact]
    public void The_API_guide_names_the_same_routes() => AssertSame(
        Regex.Matches(Repository.Page("docs/api.md").Text, "^\\| `([A-Z]+) (/[^ `]*)` \\|", RegexOptions.Multiline)
            .Select(row => $"{row.Groups[1].Value.ToLowerInvariant()} {row.Groups[2].Value}"),
        Routes.Where(route => !route.StartsWith("head", StringComparison.Ordinal)));

    [Fact]
    public void Every_example_fits_its_schema_and_every_body_has_one()
    {
        var described = Api.Objects().Where(element => element.TryGetProperty("schema", out _)).ToList();

        Assert.All(described, element => Assert.All(
            ExamplesOf(element), example => Assert.Empty(Validator.Validate(element.GetProperty("schema"), example))));
        Assert.All(
            described.Where(element => element.GetProperty("schema").TryGetProperty("$ref", out _) && !element.TryGetProperty("in", out _)),
            body => Assert.NotEmpty(ExamplesOf(body)));
    }

    [Fact]
    public void What_does_not_fit_would_be_found()
    {
        var problems = string.Join('\n', Validator.Validate(
            JsonElement.Parse("""{"$ref":"#/components/schemas/TaskResponse"}"""),
            JsonElement.Parse("""{"beside":"x","id":1,"history":[{"at":"yesterday"}]}""")));

        Assert.All(["/beside ", "/id ", "/history/0/at "], at => Assert.Contains(at, problems, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CreateGeneration", RequestFormat.EvoLink)]
    [InlineData("EstimateGeneration", RequestFormat.EvoLink)]
    [InlineData("Generate", RequestFormat.SeedanceApi)]
    [InlineData("CreateBatch", null)]
    public void Every_example_of_a_request_is_accepted(string operation, RequestFormat? format)
    {
        var reader = new RequestReader(new RequestRules());
        var request = Api.Operations.Single(each => each.Id == operation).Description.GetProperty("requestBody");

        Assert.All(ExamplesOf(request.GetProperty("content").GetProperty("application/json")), example =>
        {
            var body = Encoding.UTF8.GetBytes(example.GetRawText());
            if (format is { } known) Assert.IsType<RequestResult.Accepted>(reader.Read(known, body));
            else Assert.Empty(BatchBody.Read(reader, body).Violations);
        });
    }

    [Fact]
    public void Every_word_that_is_described_is_one_of_the_code_and_the_other_way_round()
    {
        var states = Enum.GetValues<TaskState>();

        AssertWords("ViolationCode", Constants(typeof(ViolationCodes)));
        AssertWords("FailureCode", FailureCodes.All);
        AssertWords("ApiError.detail", Constants(typeof(ModerationDetails)));
        AssertWords("TaskStatus", states.Select(state => state.Word()));
        AssertWords("TaskStage", Enum.GetNames<TaskStage>().Select(name => name.ToLowerInvariant()));
        AssertWords("StatusWord", states.Select(state => StatusData.StatusOf(Samples.Record with { State = state })));
        AssertWords("DeliveryResponse.outcome", Enum.GetValues<DeliveryOutcome>().Select(DeliveryResponse.WordOf));
        AssertWords("ResendResponse.action", [TaskDeliveries.Started, TaskDeliveries.Woken]);
    }

    [Fact]
    public void What_a_request_can_choose_from_is_what_some_model_offers()
    {
        var rows = CapabilityTable.All;

        AssertWords("GenerationRequest.model", rows.Select(row => row.Model).Append(ModelIds.Alias));
        AssertWords("TaskResponse.model", rows.Select(row => row.Model));
        AssertWords("GenerationRequest.provider", rows.Select(row => row.Provider));
        AssertWords("GenerationRequest.quality", rows.SelectMany(row => row.Resolutions.Concat(row.OptionalResolutions)));
        AssertWords("GenerationRequest.aspect_ratio", rows.SelectMany(row => row.AspectRatios));
        AssertWords(
            "GenerationRequest.duration",
            rows.SelectMany(row => row.Durations).Append(VideoRequest.SmartDuration).Select(seconds => $"{seconds}"));
    }

    [Theory]
    [InlineData(RequestFormat.EvoLink, "GenerationRequest")]
    [InlineData(RequestFormat.SeedanceApi, "GenerateRequest")]
    public void The_members_of_a_request_are_those_that_the_code_knows(RequestFormat format, string schema) => AssertSame(
        RequestMembers.Of(format).Members, Api.Schema(schema).GetProperty("properties").EnumerateObject().Select(member => member.Name));

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
        => Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));

    private static void AssertWords(string schema, IEnumerable<string> code)
        => AssertSame(code.Distinct(), Api.Follow(At(schema)).GetProperty("enum").EnumerateArray().Select(word => word.ToString()));

    /// <summary>A schema, or a member of one, such as <c>ApiError.type</c>.</summary>
    private static JsonElement At(string path) => path.Split('.') is [var schema, var member]
        ? Api.Schema(schema).GetProperty("properties").GetProperty(member)
        : Api.Schema(path);

    private static IEnumerable<string> Constants(Type type) => type.GetFields(Anywhere)
        .Where(field => field is { IsLiteral: true, IsPublic: true }).Select(field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<JsonElement> ExamplesOf(JsonElement element)
    {
        if (element.TryGetProperty("example", out var one)) yield return one;
        if (!element.TryGetProperty("examples", out var many)) yield break;
        foreach (var example in many.EnumerateObject()) yield return Api.Follow(example.Value).GetProperty("value");
    }
}
