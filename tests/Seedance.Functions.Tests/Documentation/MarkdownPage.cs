using System.Runtime.CompilerServices;

namespace Seedance.Functions.Tests.Documentation;

internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static IReadOnlyList<MarkdownPage> Pages { get; } =
        [Page("README.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Order().Select(path => new MarkdownPage(path))];

    public static MarkdownPage Page(string name) => new(Path.Combine(Root, name));

    public static string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

internal sealed record MarkdownPage(string FilePath)
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.Singleline;
    private const string Block = @"^```(?<language>\w*)[^\n]*\n(?<code>.*?)^```";
    private const string Command = @"^(?<shell>curl .*?)\n# -> ((?<first>\d{3}), then )?(?<status>\d{3})(?<ended> once it has ended)?$";

    public string Text { get; } = File.ReadAllText(FilePath);

    public string Name => Path.GetRelativePath(Repository.Root, FilePath).Replace('\\', '/');

    public IEnumerable<string> Links => Regex.Matches(Prose, @"(?<=\[[^\]]*\]\()[^)\s]+(?=\))").Select(link => link.Value);

    public IEnumerable<string> Anchors => Regex.Matches(Prose, "(?<=^#{1,6} ).+$", RegexOptions.Multiline)
        .Select(heading => Regex.Replace(heading.Value.ToLowerInvariant(), @"[^\p{L}\p{N} _-]", "").Replace(' ', '-'));

    private string Prose => Regex.Replace(Text, Block, "", Lines);

    /// <summary>Commands that call the service, the status that the page says, and the one that comes first while a task runs.</summary>
    public IEnumerable<(string Shell, string First, string Status, bool NeedsEndedTask)> Commands
        => Blocks("sh").SelectMany(block => Regex.Matches(block, Command, Lines)).Select(command => (
            command.Groups["shell"].Value, command.Groups["first"].Value, command.Groups["status"].Value, command.Groups["ended"].Success));

    /// <summary>The cells of every row of every table with this header.</summary>
    public IEnumerable<string[]> Rows(string header) => Prose.Split(header + "\n").Skip(1)
        .SelectMany(table => table.Split('\n').Skip(1).TakeWhile(line => line.StartsWith('|')))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    public IEnumerable<string> Blocks(string language) => Regex.Matches(Text, Block, Lines)
        .Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);
}
