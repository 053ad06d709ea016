using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Seedance.Functions.Tests.Documentation;

public sealed class DocumentationTests
{
    private const string SettingsHeader = "| key | default | allowed | meaning |";

    private static readonly MarkdownPage Configuration = Repository.Page("docs/configuration.md");
    private static readonly JsonElement OpenApi = JsonElement.Parse(Repository.Read("src/Seedance.Functions/Api/openapi.json"));

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_and_the_README_links_all_pages()
    {
        MarkdownPage[] pages =
            [.. Repository.Pages, Repository.Page("tests/Seedance.EndToEnd.Tests/README.md"), Repository.Page("local/Simulator/README.md")];

        Assert.Equal([], pages.SelectMany(page => page.Links.Where(link => !Leads(page, link)).Select(link => $"{page.Name}: {link}")));
        Assert.Equal([], pages.Skip(1).Select(page => page.Name).Except(pages[0].Links));
    }

    [Fact]
    public void Every_setting_is_documented_with_its_default_and_no_other()
        => AssertSame(
            Settings(typeof(SeedanceOptions), new SeedanceOptions(), SeedanceOptions.Section)
                .Select(setting => setting.Replace("__Folders__<>", "", StringComparison.Ordinal)).Distinct(),
            Configuration.Rows(SettingsHeader).Select(row => $"{Regex.Replace(Code(row[0]), "<[a-z]+>", "<>")} = {Code(row[1])} "
                + Regex.Match(row[2], "^(more than )?[0-9].*")).Select(row => row.TrimEnd()));

    [Fact]
    public void Pages_and_example_settings_name_documented_settings_only()
    {
        const string Name = "(<[a-z]+>|[A-Za-z0-9.-]+)";
        var documented = Configuration.Rows(SettingsHeader).Concat(Configuration.Rows("| key | read by | meaning |"))
            .Select(row => Regex.Replace(Code(row[0]), "<[a-z]+>", Name));
        var known = new Regex($"^({string.Join('|', documented)})$");
        using var example = JsonDocument.Parse(Repository.Read("local.settings.example.json"));

        var named = Repository.Pages.SelectMany(page => Regex.Matches(page.Text, $"Seedance(__{Name})+")).Select(key => key.Value)
            .Concat(example.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name));

        Assert.Equal([], named.Select(key => Regex.Replace(key, $"Folders__{Name}__", "")).Where(key => !known.IsMatch(key)));
    }

    [Fact]
    public void Every_key_of_host_json_is_documented_with_its_value() => AssertSame(
        Leaves(JsonElement.Parse(Repository.Read("host.json")), ""),
        Configuration.Rows("| key | value | why |").Select(row => $"{Code(row[0])} = {Code(row[1])}"));

    [Fact]
    public void Every_JSON_block_parses_and_every_curl_command_has_its_status()
        => Assert.All(Repository.Pages, page =>
        {
            Assert.All(page.Blocks("json"), block => JsonElement.Parse(block));
            Assert.Equal(page.Blocks("sh").Sum(block => Regex.Count(block, @"curl [^\n]*\$(SEEDANCE|LINK)")), page.Commands.Count());
        });

    [Fact]
    public void The_API_guide_lists_every_error() => AssertSame(
        Words("ErrorCode").Concat(Words("EnvelopeWord")),
        Repository.Page("docs/api.md").Rows("| status | code | at seedanceapi.org's paths | what to do |")
            .SelectMany(row => Codes($"{row[1]} {row[2]}")));

    [Fact]
    public void The_operations_page_has_every_alert_and_every_failure_code()
    {
        var page = Repository.Page("docs/operations.md");
        var alerts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra", "alerts"))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "(?<=name: ')seedance-[a-z-]+(?=')")).Select(alert => alert.Value);

        AssertSame(alerts, page.Anchors.Where(anchor => anchor.StartsWith("seedance-", StringComparison.Ordinal)));
        AssertSame(Words("FailureCode"), page.Rows("| code | whose | what to do |").SelectMany(row => Codes(row[0])));
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> documented)
        => Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));

    private static bool Leads(MarkdownPage page, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal)) return true;
        var (path, anchor) = (link.Split('#')[0], link.Split('#')[^1]);
        var target = path.Length == 0 ? page.FilePath : Path.Combine(Path.GetDirectoryName(page.FilePath)!, path);
        return path == anchor ? Path.Exists(target) : File.Exists(target) && new MarkdownPage(target).Anchors.Contains(anchor);
    }

    private static IEnumerable<string> Settings(Type type, object? value, string key, RangeAttribute? range = null)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) is { IsValueType: true } || type == typeof(string) || type == typeof(Uri))
        {
            var text = value is bool yes ? (yes ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
            return [$"{key} = {(string.IsNullOrEmpty(text) ? "—" : text)} {Text(range)}".TrimEnd()];
        }
        if (typeof(IEnumerable).IsAssignableFrom(type)) return Settings(type.GetGenericArguments()[^1], null, $"{key}__<>");
        var options = value ?? Activator.CreateInstance(type);
        return type.GetProperties().SelectMany(each
            => Settings(each.PropertyType, each.GetValue(options), $"{key}__{each.Name}", each.GetCustomAttribute<RangeAttribute>()));
    }

    private static string Text(RangeAttribute? range) => range is null ? ""
        : Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) > 1e9 ? $"{range.Minimum} or more"
        : range.MinimumIsExclusive ? $"more than {range.Minimum}, to {range.Maximum}" : $"{range.Minimum} to {range.Maximum}";

    private static IEnumerable<string> Leaves(JsonElement element, string path) => element.ValueKind != JsonValueKind.Object
        ? [$"{path} = {(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText())}"]
        : element.EnumerateObject().SelectMany(member => Leaves(member.Value, $"{path}.{member.Name}".TrimStart('.')));

    private static IEnumerable<string> Words(string schema) => OpenApi.GetProperty("components").GetProperty("schemas").GetProperty(schema)
        .GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static string Code(string cell) => cell.Trim('`');

    private static IEnumerable<string> Codes(string text) => Regex.Matches(text, "(?<=`)[A-Za-z_]+(?=`)").Select(code => code.Value);
}
