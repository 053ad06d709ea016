using Seedance.Functions.Tests.Documentation;

namespace Seedance.Functions.Tests.Telemetry;

/// <summary>What documents, charts and alerts call by name exists under that name.</summary>
public sealed class InstrumentNamesTests
{
    private const string MetricName = @"\bseedance\.(tasks?|submits|credits|video|callbacks|budget|webhooks|uploads)\.[a-z_]+\b";

    private static readonly string Page = Repository.Read("docs/operations.md");
    private static readonly string Workbook = Repository.Read("infra/workbook.json");

    [Fact]
    public void The_page_lists_every_instrument_with_its_kind_and_unit_and_no_other()
    {
        using var meters = new FakeMeters();
        Assert.Equal(
            meters.Instruments.Select(each => (each.Name, each.GetType().Name.Split('`')[0].ToLowerInvariant(), each.Unit!)).Order(),
            Regex.Matches(Page, @"^\| `(seedance\.[a-z_.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)
                .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value)).Order());
    }

    [Fact]
    public void Every_metric_that_a_query_chart_or_alert_asks_for_is_an_instrument()
    {
        using var meters = new FakeMeters();
        var names = meters.Instruments.Select(each => each.Name).ToHashSet();
        var texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".bicep" or ".json").Select(File.ReadAllText).Append(Page);

        var asked = texts.SelectMany(text => Values(text, MetricName, 0)).ToHashSet();

        Assert.InRange(asked.Count, 10, names.Count);
        Assert.Subset(names, asked);
    }

    [Fact]
    public void Every_log_event_and_field_that_a_query_asks_for_is_written_somewhere()
    {
        var sources = string.Concat(AppSources.All.Select(source => source.Text));
        var written = Values(sources, @"\{([A-Z]\w+)(?::\w+)?\}").ToHashSet();
        foreach (var text in new[] { Page, Workbook.Replace("\\u0022", "\"").Replace("\\\"", "\"") })
        {
            var events = Values(text, "EventName (?:== \"\\w+\"|in \\([^)]*\\))", 0)
                .SelectMany(names => Values(names, "\"([A-Z]\\w+)\"")).ToHashSet();
            Assert.NotEmpty(events);
            Assert.All(events, name => Assert.Contains($"partial void {name}(", sources, StringComparison.Ordinal));
            // Fields begin with a capital, tags of metrics do not.
            var fields = Values(text, @"Properties\.([A-Z]\w+)").Where(field => field != "EventName").ToHashSet();
            Assert.NotEmpty(fields);
            Assert.Subset(written, fields);
        }
    }

    private static IEnumerable<string> Values(string text, string pattern, int group = 1)
        => Regex.Matches(text, pattern).Select(match => match.Groups[group].Value);
}
