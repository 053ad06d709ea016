using System.Runtime.CompilerServices;

namespace Seedance.Functions.Tests;

/// <summary>The app's own sources, for rules that the compiler does not know.</summary>
internal static class AppSources
{
    public static readonly IReadOnlyList<Source> All = Read();

    public static string Root { get; } = FindRoot();

    public static string Readme { get; } = File.ReadAllText(Path.Combine(Root, "README.md"));

    private static string FindRoot([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..");

    private static IReadOnlyList<Source> Read()
    {
        var root = Path.Combine(FindRoot(), "src", "Seedance.Functions");
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => new Source(
                    Path.GetRelativePath(root, path).Replace('\\', '/'), Path.GetFileName(path), File.ReadAllText(path))),
        ];
    }

    internal sealed record Source(string Path, string Name, string Text);
}
