using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>Options classes, configuration page, example settings, infrastructure and host.json name the same keys.</summary>
public partial class SettingsDriftTests
{
    [Fact]
    public void Every_option_is_documented_and_every_documented_option_exists()
        => Assert.Equal(
            OptionKey.All.Select(option => option.Key).Order(StringComparer.Ordinal),
            DocumentedSetting.All.Select(setting => setting.Pattern).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_documented_default_and_type_is_the_true_one()
        => Assert.Equal(
            OptionKey.All.Select(option => $"{option.Key}: {option.Type}, {option.Default}").Order(StringComparer.Ordinal),
            DocumentedSetting.All.Select(setting => $"{setting.Pattern}: {setting.Type}, {setting.Default}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_other_setting_of_the_app_is_documented_and_every_documented_one_exists()
        => Assert.Equal(
            AppSources.All.SelectMany(source => StorageKey().Matches(source.Text).Select(key => key.Value)).Distinct().Order(StringComparer.Ordinal),
            DocumentedSetting.Others.Where(key => key.StartsWith("Seedance__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_example_settings_name_documented_keys_only()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.example.json")));

        AssertKnown(example.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name));
    }

    [Fact]
    public void The_README_and_all_pages_name_existing_keys_only()
        => AssertKnown(Repository.Pages.SelectMany(page => MentionedKey().Matches(page.Text).Select(key => key.Value)));

    private static void AssertKnown(IEnumerable<string> keys)
    {
        var unknown = keys.Where(key => !IsKnown(key)).Distinct().ToList();
        Assert.True(unknown.Count == 0, $"These keys are not on the configuration page: {string.Join(", ", unknown)}");
    }

    // Prose may name a group of settings: Seedance__Waiting__*.
    private static bool IsKnown(string key)
        => DocumentedSetting.Others.Contains(key)
            || DocumentedSetting.All.Any(setting => key.EndsWith("__*", StringComparison.Ordinal)
                ? setting.Key.StartsWith(key[..^1], StringComparison.Ordinal)
                : Matches(setting.Pattern, key));

    private static bool Matches(string pattern, string key)
        => Regex.IsMatch(key, $"^{Regex.Escape(pattern).Replace("<>", "(<[a-z]*>|[A-Za-z0-9.-]+)", StringComparison.Ordinal)}$");

    [GeneratedRegex(@"Seedance__Storage(__\w+)?\b")]
    private static partial Regex StorageKey();

    [GeneratedRegex(@"Seedance(__(?:<[a-z]+>|[A-Za-z0-9.-]+))+(__\*)?")]
    private static partial Regex MentionedKey();
}
