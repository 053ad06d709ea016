using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Telemetry;

/// <summary>What documents, charts and alerts call by name exists under that name.</summary>
public sealed partial class InstrumentNamesTests
{
    private static string Page => File.ReadAllText(Path.Combine(AppSources.Root, "docs", "operations.md"));

    private static string Workbook => File.ReadAllText(Path.Combine(AppSources.Root, "infra", "workbook.json"));

    [Fact]
    public void The_page_lists_every_instrument_with_its_kind_and_unit_and_no_other()
    {
        var listed = Row().Matches(Page).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value));

        Assert.Equal(
            Instruments().Select(each => (each.Name, Kind(each), each.Unit!)).Order(),
            listed.Order());
    }

    [Fact]
    public void Every_metric_that_a_query_chart_or_alert_asks_for_is_an_instrument()
    {
        var names = Instruments().Select(each => each.Name).ToHashSet();
        var texts = Directory.EnumerateFiles(Path.Combine(AppSources.Root, "infra"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".bicep" or ".json").Select(File.ReadAllText).Append(Page);

        var asked = texts.SelectMany(text => MetricName().Matches(text)).Select(match => match.Value).ToHashSet();

        Assert.InRange(asked.Count, 10, names.Count);
        Assert.Subset(names, asked);
    }

    [Fact]
    public void Every_log_event_and_field_that_a_query_asks_for_is_written_somewhere()
    {
        var sources = string.Concat(AppSources.All.Select(source => source.Text));
        var written = Placeholder().Matches(sources).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var text in new[] { Page, Workbook.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal) })
        {
            var events = EventName().Matches(text).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value).ToHashSet();
            Assert.NotEmpty(events);
            Assert.All(events, name => Assert.Contains($"partial void {name}(", sources, StringComparison.Ordinal));
            // Fields begin with a capital, tags of metrics do not.
            var fields = Field().Matches(text).Select(match => match.Groups[1].Value).Where(field => field != "EventName").ToHashSet();
            Assert.NotEmpty(fields);
            Assert.Subset(written, fields);
        }
    }

    [Fact]
    public void The_workbook_is_one_with_charts_that_follow_its_time_range()
    {
        using var workbook = JsonDocument.Parse(Workbook);
        var charts = workbook.RootElement.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("type").GetInt32() == 3).ToList();

        Assert.Equal("Notebook/1.0", workbook.RootElement.GetProperty("version").GetString());
        Assert.InRange(charts.Count, 10, 30);
        Assert.Equal(charts.Count, charts.Select(chart => chart.GetProperty("name").GetString()).Distinct().Count());
        Assert.All(charts, chart =>
        {
            var content = chart.GetProperty("content");
            Assert.Equal("TimeRange", content.GetProperty("timeContextFromParameter").GetString());
            Assert.Equal("microsoft.operationalinsights/workspaces", content.GetProperty("resourceType").GetString());
            Assert.StartsWith("App", content.GetProperty("query").GetString(), StringComparison.Ordinal);
        });
    }

    private static IReadOnlyList<Instrument> Instruments()
    {
        using var meters = new FakeMeters();
        return meters.Instruments;
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0].ToLowerInvariant();

    [GeneratedRegex(@"^\| `(seedance\.[a-z_.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bseedance\.(tasks?|submits|credits|video|callbacks|budget|webhooks|uploads)\.[a-z_]+\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("EventName (?:== \"\\w+\"|in \\([^)]*\\))")]
    private static partial Regex EventName();

    [GeneratedRegex("\"([A-Z]\\w+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"Properties\.([A-Z]\w+)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\{([A-Z]\w+)(?::\w+)?\}")]
    private static partial Regex Placeholder();
}
