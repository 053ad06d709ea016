using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Seedance.Deployment.Tests;

/// <summary>The repository's own files, and programs that are run on them.</summary>
internal static class Repository
{
    public static string At(params string[] parts) => Path.Combine([Find(), .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(At(parts));

    public static IEnumerable<string> Files(string folder, string pattern)
        => Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.WorkingDirectory = folder;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        using var kill = limit.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", ".."));
}
