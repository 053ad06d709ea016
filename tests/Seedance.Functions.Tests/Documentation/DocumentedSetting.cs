using System.Globalization;
using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>A row of the configuration page about one of the app's options.</summary>
internal sealed partial record DocumentedSetting(string Key, string Type, string Default, string Range, string Example)
{
    private static readonly string[] Columns = ["key", "type", "default", "range", "example", "meaning"];

    public static MarkdownPage Page { get; } = Repository.Page("docs/configuration.md");

    public static IReadOnlyList<DocumentedSetting> All { get; } =
    [
        .. Page.Tables.Where(table => table.Header.SequenceEqual(Columns)).SelectMany(table => table.Rows)
            .Select(row => new DocumentedSetting(Code(row[0]), row[1], Code(row[2]), row[3], Code(row[4]))),
    ];

    /// <summary>Settings of the host, and those that the app reads before it has options.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        .. Page.Tables.Where(table => table.Header[0] == "key" && table.Header[1] == "read by")
            .SelectMany(table => table.Rows).Select(row => Code(row[0])),
    ];

    /// <summary>The key with a place for each name of one's own choice.</summary>
    public string Pattern => PatternOf(Key);

    /// <summary>The same key with names filled in that are allowed there.</summary>
    public string Written => Placeholder().Replace(Key, place => place.Value switch
    {
        "<provider>" => "evolink",
        "<number>" => "0",
        _ => "studio",
    });

    /// <summary>The ends of a range of numbers; an end that is missing has no limit that a test could reach.</summary>
    public (decimal? Least, decimal? Most) Ends
    {
        get
        {
            var range = RangeOfNumbers().Match(Range);
            return (Number(range.Groups["least"]), Number(range.Groups["most"]));
        }
    }

    public bool MinIsExcluded => Range.StartsWith("more than", StringComparison.Ordinal);

    /// <summary>True for numbers whose range is a range of numbers, and not what something else allows.</summary>
    public bool HasEnds => Type is "number" or "whole number" && Range != "what the model takes";

    public static string PatternOf(string key) => Placeholder().Replace(key, "<>");

    private static decimal? Number(Group group) => group.Success ? decimal.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static string Code(string cell) => cell.Trim('`');

    [GeneratedRegex("<[a-z]*>")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(more than )?(?<least>\d+)(,? (to (?<most>\d+)|or more))$")]
    private static partial Regex RangeOfNumbers();
}
