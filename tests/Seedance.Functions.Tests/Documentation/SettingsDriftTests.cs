using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>Options classes, configuration page, example settings, infrastructure and host.json name the same keys.</summary>
public partial class SettingsDriftTests
{
    [Fact]
    public void Every_option_is_documented_and_every_documented_option_exists()
        => AssertSame(OptionKey.All.Select(option => option.Key), DocumentedSetting.All.Select(setting => setting.Pattern));

    [Fact]
    public void Every_documented_default_and_type_is_the_true_one()
        => AssertSame(
            OptionKey.All.Select(option => $"{option.Key}: {option.Type}, {option.Default}"),
            DocumentedSetting.All.Select(setting => $"{setting.Pattern}: {setting.Type}, {setting.Default}"));

    [Fact]
    public void Every_other_setting_of_the_app_is_documented_and_every_documented_one_exists()
        => AssertSame(
            AppSources.All.SelectMany(source => StorageKey().Matches(source.Text).Select(key => key.Value)).Distinct(),
            DocumentedSetting.Others.Where(key => key.StartsWith("Seedance__", StringComparison.Ordinal)));

    [Fact]
    public void The_example_settings_name_documented_keys_only()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.example.json")));

        AssertKnown(example.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name));
    }

    [Fact]
    public void The_infrastructure_sets_documented_keys_only()
    {
        var settings = Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            // A name that is put together stands for any name; descriptions are prose.
            .Select(bicep => Interpolation().Replace(Description().Replace(bicep, ""), "x")).ToList();
        var keys = settings.SelectMany(bicep => AppSetting().Matches(bicep)).Select(key => key.Groups["key"].Value).Distinct().ToList();

        Assert.Contains("Seedance__Storage__tableServiceUri", keys);
        AssertKnown(keys);
    }

    [Fact]
    public void Every_key_of_host_json_is_on_the_page_about_it_with_its_value()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json")));
        var documented = Repository.Page("docs/host.md").Rows.Select(row => $"{row[0].Trim('`')} = {row[1].Trim('`')}").ToHashSet();

        Assert.Subset(documented, Leaves(host.RootElement, "").ToHashSet());
    }

    [Fact]
    public void The_README_and_all_pages_name_existing_keys_only()
        => AssertKnown(Repository.Pages.SelectMany(page => MentionedKey().Matches(page.Text).Select(key => key.Value)));

    private static IEnumerable<string> Leaves(JsonElement element, string path)
        => element.ValueKind != JsonValueKind.Object
            ? [$"{path} = {(element.ValueKind is JsonValueKind.String ? element.GetString() : element.GetRawText())}"]
            : element.EnumerateObject().SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}"));

    private static void AssertSame(IEnumerable<string> code, IEnumerable<string> page)
    {
        var (inCode, onPage) = (code.ToList(), page.ToList());
        var differences = inCode.Except(onPage).Select(key => $"only in the code: {key}")
            .Concat(onPage.Except(inCode).Select(key => $"only on the page: {key}"))
            .Concat(onPage.GroupBy(key => key).Where(same => same.Count() > 1).Select(same => $"twice on the page: {same.Key}")).ToList();
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static void AssertKnown(IEnumerable<string> keys)
    {
        var unknown = keys.Where(key => !IsKnown(key)).Distinct().ToList();
        Assert.True(unknown.Count == 0, $"These keys are not on the configuration page: {string.Join(", ", unknown)}");
    }

    // Prose may name a group of settings: Seedance__Waiting__*.
    private static bool IsKnown(string key)
        => DocumentedSetting.Others.Contains(key)
            || DocumentedSetting.All.Any(setting => key.EndsWith("__*", StringComparison.Ordinal)
                ? setting.Pattern.StartsWith(DocumentedSetting.PatternOf(key[..^1]), StringComparison.Ordinal)
                : Matches(setting.Pattern, key));

    private static bool Matches(string pattern, string key)
        => Regex.IsMatch(key, $"^{Regex.Escape(pattern).Replace("<>", "(<[a-z]*>|[A-Za-z0-9.-]+)", StringComparison.Ordinal)}$");

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Interpolation();

    [GeneratedRegex(@"^@description\(.*$", RegexOptions.Multiline)]
    private static partial Regex Description();

    // Names of settings hold a double underscore, or are in capitals with an underscore; the outputs of a deployment are not settings.
    [GeneratedRegex(@"(?<!output )\b(?<key>[A-Z][A-Za-z0-9]*(__[A-Za-z0-9-]+)+|(APPLICATIONINSIGHTS|AZURE|FUNCTIONS|DURABLE)_[A-Z_]+)(?=:|'[,\s]*(name|\w+) =>|',)")]
    private static partial Regex AppSetting();

    [GeneratedRegex(@"Seedance__Storage(__\w+)?\b")]
    private static partial Regex StorageKey();

    [GeneratedRegex(@"Seedance(__(?:<[a-z]+>|[A-Za-z0-9.-]+))+(__\*)?")]
    private static partial Regex MentionedKey();
}
