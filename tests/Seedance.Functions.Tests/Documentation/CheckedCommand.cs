using System.Text.RegularExpressions;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>A command of a page, and the status that the page says it is answered with.</summary>
/// <param name="Shell">The command.</param>
/// <param name="Before">The status that it is answered with until the task has ended, or null when one status is all there is.</param>
/// <param name="Status">The status.</param>
/// <param name="NeedsEndedTask">Whether the page says that the task must have ended.</param>
internal sealed partial record CheckedCommand(string Shell, int? Before, int Status, bool NeedsEndedTask)
{
    /// <summary>The commands of a page that call the service, in order.</summary>
    public static IReadOnlyList<CheckedCommand> Of(MarkdownPage page) =>
    [
        .. page.Blocks("sh").Where(block => block.Contains("curl ", StringComparison.Ordinal) && block.Contains("$SEEDANCE", StringComparison.Ordinal)
                || block.Contains("$LINK", StringComparison.Ordinal))
            .SelectMany(block => Of(page.Name, block)),
    ];

    private static IEnumerable<CheckedCommand> Of(string page, string block)
    {
        var end = 0;
        foreach (Match status in StatusLine().Matches(block))
        {
            yield return new CheckedCommand(
                block[end..status.Index].Trim(),
                status.Groups["then"].Success ? int.Parse(status.Groups["status"].ValueSpan) : null,
                int.Parse((status.Groups["then"].Success ? status.Groups["then"] : status.Groups["status"]).ValueSpan),
                status.Groups["ended"].Success);
            end = status.Index + status.Length;
        }
        if (block[end..].Trim().Length > 0) throw new FormatException($"{page}: no '# -> status' follows {block[end..]}");
    }

    [GeneratedRegex(@"^# -> (?<status>\d{3})(, then (?<then>\d{3}))?(?<ended> once it has ended)?$", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
