using System.Runtime.CompilerServices;

namespace Seedance.Deployment.Tests;

/// <summary>The repository's own files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(At(parts));

    public static IEnumerable<string> Files(string folder, string pattern)
        => Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Find([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
