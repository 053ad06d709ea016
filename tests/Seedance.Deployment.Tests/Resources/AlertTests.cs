using System.Text.RegularExpressions;
using Seedance.Deployment.Tests.Bicep;

namespace Seedance.Deployment.Tests.Resources;

public partial class AlertTests
{
    private static readonly Declaration[] Rules =
        [.. BicepFile.All.SelectMany(file => file.Of("module")).Where(module => module.Type == "log-alert.bicep")];

    private static readonly Node UploadsRule = BicepFile.Named("alerts/dead-letter-alerts.bicep").Resource("uploads").Body;

    [Theory]
    [InlineData("seedance-paid-not-stored", "seedance.tasks.paid_not_stored", "GreaterThan", "0")]
    [InlineData("seedance-watch-silent", "seedance.tasks.paid_not_stored", "LessThan", "1")]
    [InlineData("seedance-ambiguous-submits", "seedance.submits.ambiguous", "GreaterThan", "0")]
    [InlineData("seedance-provider-out-of-credits", "seedance.submits.rejected", "GreaterThan", "0")]
    [InlineData("seedance-budget", "seedance.budget.used", "GreaterThanOrEqual", "budgetShare")]
    [InlineData("seedance-failures", "seedance.tasks.failed", "GreaterThan", "string ( usualFailures )")]
    [InlineData("seedance-callbacks-given-up", "seedance.callbacks.attempts", "GreaterThan", "0")]
    public void There_is_an_alert_on_each_of_these(string name, string metric, string comparison, string threshold)
    {
        var rule = Rules.Single(one => one.Body.TextAt("params.name") == name).Body;

        Assert.StartsWith($"where Name == \"{metric}\"", rule.TextAt("params.query"), StringComparison.Ordinal);
        Assert.Equal(comparison, rule.TextAt("params.operator") ?? Default("operator"));
        Assert.Equal(threshold, rule.TextAt("params.threshold") ?? Default("threshold"));
    }

    [Fact]
    public void There_are_no_others() => Assert.Equal(7, Rules.Length);

    [Fact]
    public void Each_measures_a_column_of_its_query_and_splits_by_one()
        => Assert.All(Rules, rule =>
        {
            var query = rule.Body.TextAt("params.query")!;
            Assert.Contains($"summarize {rule.Body.TextAt("params.measure")} = ", query, StringComparison.Ordinal);
            if (rule.Body.TextAt("params.dimension") is { } dimension)
            {
                Assert.Contains($"extend {dimension} = tostring(", query, StringComparison.Ordinal);
                Assert.EndsWith($" by {dimension}", query, StringComparison.Ordinal);
            }
            else
            {
                Assert.DoesNotContain(" by ", query, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void Each_asks_for_a_metric_that_the_app_measures()
    {
        var measured = Repository.Files(Path.Combine("src", "Seedance.Functions"), "*.cs").Select(File.ReadAllText)
            .SelectMany(text => Metric().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.All(Rules, rule => Assert.Contains(Asked().Match(rule.Body.TextAt("params.query")!).Groups["name"].Value, measured));
    }

    [Fact]
    public void A_provider_without_credits_is_known_by_the_failure_code()
    {
        var query = Rules.Single(one => one.Body.TextAt("params.name") == "seedance-provider-out-of-credits").Body.TextAt("params.query")!;
        var code = Code().Match(query).Groups["code"].Value;

        Assert.Contains($"\"{code}\"", Repository.Read("src", "Seedance", "FailureCodes.cs"), StringComparison.Ordinal);
    }

    /// <summary>A workspace has the table only when the first metric has arrived, which is after the rules are made.</summary>
    [Fact]
    public void A_workspace_without_metrics_refuses_no_rule()
    {
        var file = BicepFile.Named("alerts/log-alert.bicep");
        var rule = file.Resource("rule").Body;
        var rows = file.TextOf("var", "rows")!;

        Assert.Equal("true", rule.TextAt("properties.skipQueryValidation"));
        Assert.Equal("${rows} | ${query}", rule.TextAt("properties.criteria.allOf.0.query"));
        Assert.StartsWith("union isfuzzy=true AppMetrics, (datatable(", rows, StringComparison.Ordinal);
        Assert.All(
            Rules.SelectMany(one => Column().Matches(one.Body.TextAt("params.query")!)).Select(match => match.Groups["name"].Value),
            column => Assert.Contains($"{column}: ", rows, StringComparison.Ordinal));
    }

    [Fact]
    public void A_dead_lettered_upload_raises_one_too()
    {
        Assert.Equal("DeadLetteredCount", UploadsRule.TextAt("properties.criteria.allOf.0.metricName"));
        Assert.Equal("0", UploadsRule.TextAt("properties.criteria.allOf.0.threshold"));
        Assert.Equal("uploadsTopicId", UploadsRule.ListAt("properties.scopes").Single());
    }

    [Fact]
    public void The_operations_page_tells_what_to_do_about_each()
    {
        var names = Rules.Select(rule => rule.Body.TextAt("params.name")!).Append(UploadsRule.TextAt("name")!).Order();
        var sections = Section().Matches(Repository.Read("docs", "operations.md")).Select(match => match.Groups["name"].Value).Order();

        Assert.Equal(names, sections);
    }

    [Fact]
    public void Every_rule_is_on_and_goes_to_the_recipients()
    {
        var rule = BicepFile.Named("alerts/log-alert.bicep").Resource("rule").Body;

        Assert.Equal("true", rule.TextAt("properties.enabled"));
        Assert.Equal(["recipientsId"], rule.ListAt("properties.actions.actionGroups"));
        Assert.Equal(["workspaceId"], rule.ListAt("properties.scopes"));
        Assert.Equal("measure", rule.TextAt("properties.criteria.allOf.0.metricMeasureColumn"));
        Assert.Equal("json ( threshold )", rule.TextAt("properties.criteria.allOf.0.threshold"));
        Assert.All(Rules, one => Assert.EndsWith("recipientsId", one.Body.TextAt("params.recipientsId"), StringComparison.Ordinal));
    }

    private static string? Default(string param)
        => BicepFile.Named("alerts/log-alert.bicep").TextOf("param", param);

    [GeneratedRegex("\"(?<name>seedance\\.[a-z_.]+)\"")]
    private static partial Regex Metric();

    [GeneratedRegex("Name == \"(?<name>[a-z_.]+)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("^### (?<name>seedance-[a-z-]+)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("(?<=where |[(])(?<name>[A-Z][a-z]+)\\b")]
    private static partial Regex Column();

    [GeneratedRegex("Properties\\.code\\) == \"(?<code>\\w+)\"")]
    private static partial Regex Code();
}
