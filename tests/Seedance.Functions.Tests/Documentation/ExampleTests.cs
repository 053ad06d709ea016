using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Api.OpenApi;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>What stands in fenced blocks is what it says it is.</summary>
public partial class ExampleTests
{
    public static TheoryData<string> PagesWithJson => [.. Repository.Pages.Where(page => page.Blocks("json").Any()).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(PagesWithJson))]
    public void Every_JSON_block_parses(string name)
        => Assert.All(Repository.Page(name).Blocks("json"), block => JsonDocument.Parse(block).Dispose());

    [Theory]
    [MemberData(nameof(PagesWithJson))]
    public void Every_route_in_a_JSON_block_exists(string name)
    {
        var calls = Repository.Page(name).Blocks("json").SelectMany(Objects)
            .Select(each => (Method: Text(each, "method"), Path: Route().Match(Text(each, "uri") ?? Text(each, "url") ?? "").Value))
            .Where(call => call.Path.Length > 0);

        Assert.All(calls, call => Assert.Contains(
            Described.Api.Operations,
            operation => operation.Matches(call.Method!, Expression().Replace(call.Path, "x"))));
    }

    [Theory]
    [InlineData("docs/logic-apps.md", "body")]
    [InlineData("docs/data-factory.md", "body")]
    public void Every_body_in_a_workflow_has_members_that_a_create_takes(string name, string member)
    {
        var properties = Described.Api.Schema("GenerationRequest").GetProperty("properties").EnumerateObject().Select(each => each.Name).ToHashSet();
        var bodies = Repository.Page(name).Blocks("json").SelectMany(Objects)
            .Where(each => each.TryGetProperty(member, out var body) && body.ValueKind == JsonValueKind.Object).ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, each => Assert.Subset(properties, each.GetProperty(member).EnumerateObject().Select(given => given.Name).ToHashSet()));
    }

    [Fact]
    public void Every_alert_has_its_section_in_the_operations_page()
    {
        var alerts = Directory.EnumerateFiles(Repository.PathOf("infra", "alerts"), "*.bicep")
            .SelectMany(path => AlertName().Matches(File.ReadAllText(path))).Select(alert => alert.Groups["name"].Value).ToList();

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Order(), Repository.Page("docs/operations.md").Anchors.Where(anchor => anchor.StartsWith("seedance-", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_failure_code_in_the_operations_page_exists_and_none_is_left_out()
    {
        var page = Repository.Page("docs/operations.md");
        var table = page.Tables.Single(each => each.Header is ["code", "whose", ..]);

        Assert.Equal(
            FailureCodes.All.Order(StringComparer.Ordinal),
            table.Rows.SelectMany(row => Code().Matches(row[0])).Select(code => code.Groups["code"].Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<JsonElement> Objects(string block)
    {
        var open = new Stack<JsonElement>([JsonDocument.Parse(block).RootElement]);
        while (open.TryPop(out var element))
        {
            if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) open.Push(item);
            if (element.ValueKind != JsonValueKind.Object) continue;
            yield return element;
            foreach (var member in element.EnumerateObject()) open.Push(member.Value);
        }
    }

    private static string? Text(JsonElement element, string member)
        => element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("(?<=[}])/v1/.*")]
    private static partial Regex Route();

    // An expression of either language: @{...}.
    [GeneratedRegex(@"@\{[^}]*\}")]
    private static partial Regex Expression();

    [GeneratedRegex("name: '(?<name>seedance-[a-z-]+)'")]
    private static partial Regex AlertName();

    [GeneratedRegex("`(?<code>[a-z_]+)`")]
    private static partial Regex Code();
}
