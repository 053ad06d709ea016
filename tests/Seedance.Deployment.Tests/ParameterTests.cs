using System.Text.Json;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests;

public class ParameterTests
{
    private static readonly JsonElement Given
        = JsonDocument.Parse(Repository.Read("infra", "main.parameters.json")).RootElement.GetProperty("parameters");

    private static readonly Declaration[] Params = [.. BicepFile.Named("main.bicep").Of("param")];

    [Fact]
    public void Every_parameter_can_be_given_by_the_environment_and_no_other()
        => Assert.Equal(Params.Select(param => param.Name), Given.EnumerateObject().Select(parameter => parameter.Name));

    [Fact]
    public void Defaults_are_in_the_template_alone()
        => Assert.All(Given.EnumerateObject(), parameter => Assert.Matches(@"\A\$\{[A-Z_]+\}\z", Written(parameter)));

    [Fact]
    public void Only_what_azd_knows_by_itself_has_no_default()
        => Assert.Equal(["environmentName", "location"], Params.Where(param => param.Value is null).Select(param => param.Name));

    [Fact]
    public void The_deployment_page_names_each_with_its_default()
    {
        var page = Repository.Read("docs", "deployment.md");

        Assert.All(Given.EnumerateObject().Where(parameter => !Written(parameter).StartsWith("${AZURE_", StringComparison.Ordinal)), parameter =>
        {
            var variable = Written(parameter)[2..^1];
            var shown = Params.Single(param => param.Name == parameter.Name).Value switch
            {
                ExpressionNode { Text: "" } => "empty",
                ExpressionNode value => $"`{value.Text.Replace("- ", "-", StringComparison.Ordinal)}`",
                ArrayNode { Items: [] } => "`[]`",
                ArrayNode some => $"`[\"{string.Join("\",\"", some.Items.Cast<ExpressionNode>().Select(item => item.Text))}\"]`",
                _ => "`{}`",
            };
            Assert.Contains($"| `{variable}` | {shown} |", page, StringComparison.Ordinal);
        });
    }

    private static string Written(JsonProperty parameter) => parameter.Value.GetProperty("value").GetString()!;

    [Theory]
    [InlineData("bicepconfig.json")]
    [InlineData("main.parameters.json")]
    [InlineData("workbook.json")]
    public void Json_files_parse(string file)
    {
        using var document = JsonDocument.Parse(Repository.Read("infra", file));

        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void Every_file_that_a_template_loads_is_there()
        => Assert.True(File.Exists(Repository.At("infra", "workbook.json")));

    [Fact]
    public void Every_rule_of_the_linter_is_an_error()
    {
        using var document = JsonDocument.Parse(Repository.Read("infra", "bicepconfig.json"));
        var rules = document.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules");

        Assert.All(rules.EnumerateObject(), rule => Assert.Equal("error", rule.Value.GetProperty("level").GetString()));
    }
}
