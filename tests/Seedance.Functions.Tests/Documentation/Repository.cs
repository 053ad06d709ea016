using System.Runtime.CompilerServices;

namespace Seedance.Functions.Tests.Documentation;

internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static IReadOnlyList<MarkdownPage> Pages { get; } =
    [
        .. new[] { PathOf("README.md") }
            .Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md").Order(StringComparer.Ordinal))
            .Select(path => new MarkdownPage(path, File.ReadAllText(path))),
    ];

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    public static MarkdownPage Page(string name) => Pages.Single(page => page.Name == name);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
