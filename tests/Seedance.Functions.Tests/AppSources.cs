using System.Runtime.CompilerServices;

namespace Seedance.Functions.Tests;

/// <summary>The app's own sources, for rules that the compiler does not know.</summary>
internal static class AppSources
{
    public static readonly IReadOnlyList<Source> All = Read();

    private static IReadOnlyList<Source> Read([CallerFilePath] string here = "")
    {
        var root = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Seedance.Functions");
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => new Source(Path.GetFileName(path), File.ReadAllText(path))),
        ];
    }

    internal sealed record Source(string Name, string Text);
}
