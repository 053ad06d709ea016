using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>One page of the documentation, read as far as its rules go: headings, links, tables and fenced blocks.</summary>
internal sealed partial record MarkdownPage(string Path, string Text)
{
    private const string Fence = "```";

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Name => System.IO.Path.GetRelativePath(Repository.Root, Path).Replace('\\', '/');

    /// <summary>The anchors that a forge makes of the headings.</summary>
    public IReadOnlySet<string> Anchors { get; } = AnchorsOf(Text);

    public IEnumerable<string> Links => Link().Matches(WithoutBlocks(Text)).Select(link => link.Groups["target"].Value);

    /// <summary>The rows of all tables, headers and rules left out, each as its cells.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows => Tables.SelectMany(table => table.Rows);

    public IEnumerable<(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)> Tables
    {
        get
        {
            List<IReadOnlyList<string>> rows = [];
            foreach (var line in WithoutBlocks(Text).Split('\n').Append(""))
            {
                if (line.StartsWith('|'))
                {
                    rows.Add(Cells(line));
                }
                else if (rows.Count > 0)
                {
                    yield return (rows[0], [.. rows.Skip(2)]);
                    rows = [];
                }
            }
        }
    }

    public IEnumerable<string> Blocks(string language)
        => Block().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    private static IReadOnlyList<string> Cells(string line) => [.. line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)];

    private static HashSet<string> AnchorsOf(string text)
    {
        HashSet<string> anchors = [];
        foreach (var title in Heading().Matches(WithoutBlocks(text)).Select(heading => heading.Groups["title"].Value))
        {
            var anchor = NotInAnchors().Replace(title.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (var number = 1; !anchors.Add(number == 1 ? anchor : $"{anchor}-{number - 1}"); number++)
            {
            }
        }
        return anchors;
    }

    private static string WithoutBlocks(string text)
        => string.Join('\n', text.ReplaceLineEndings("\n").Split(Fence).Where((_, index) => index % 2 == 0));

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""[^\p{L}\p{N} _-]""")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^```(?<language>\w*)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
