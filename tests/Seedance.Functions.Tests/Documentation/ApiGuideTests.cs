using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Api.OpenApi;

namespace Seedance.Functions.Tests.Documentation;

public partial class ApiGuideTests
{
    private const string Base = "http://service";

    private static readonly MarkdownPage Guide = Repository.Page("docs/api.md");

    [Fact]
    public void The_guide_calls_every_route()
    {
        var called = CheckedCommand.Of(Guide).Select(command => CurlCommand.Parse(command.Shell, Value)).ToList();
        var missing = Described.Api.Operations.Where(operation => !called.Exists(call
            => operation.Matches(call.Method.Method, call.Url.Replace(Base, "", StringComparison.Ordinal).Split('?')[0])));

        Assert.Equal([], missing.Select(operation => $"{operation.Method} {operation.Path}"));
    }

    [Fact]
    public void Every_body_in_the_guide_is_JSON()
        => Assert.All(
            CheckedCommand.Of(Guide).Select(command => CurlCommand.Parse(command.Shell, Value).Body).OfType<string>(),
            body => System.Text.Json.JsonDocument.Parse(body).Dispose());

    [Fact]
    public void The_table_of_errors_has_every_code_of_the_description_and_no_other()
    {
        var errors = Guide.Tables.Single(table => table.Header[0] == "status" && table.Header[1] == "code").Rows;

        Assert.Equal(
            ClosedSet("ErrorCode").Concat(ClosedSet("EnvelopeWord")).Order(StringComparer.Ordinal),
            errors.SelectMany(row => Code().Matches($"{row[1]} {row[2]}")).Select(code => code.Groups["code"].Value).Order(StringComparer.Ordinal));
    }

    private static string Value(string variable) => variable switch { "SEEDANCE" => Base, "LINK" => $"{Base}/v1/videos/x/content", _ => "x" };

    private static IEnumerable<string> ClosedSet(string schema)
        => Described.Api.Root.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("enum")
            .EnumerateArray().Select(word => word.GetString()!);

    [GeneratedRegex("`(?<code>[A-Za-z_]+)`")]
    private static partial Regex Code();
}
