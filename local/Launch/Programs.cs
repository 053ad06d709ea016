namespace Seedance.Launch;

/// <summary>Node.js and its package manager, which Azurite needs.</summary>
internal sealed record NodePrograms(string Node, string Npm)
{
    private const int OldestMajor = 20;

    private const string Needed =
        "Node.js 20 or newer is needed to run Azurite, the local Azure Storage: install it from https://nodejs.org or your package manager";

    public static async Task<NodePrograms> FindAsync(CancellationToken cancellationToken)
    {
        if (Executables.Find("node") is not { } node) throw new LaunchException($"{Needed} (no node was found on the PATH).");

        if (Executables.Find("npm") is not { } npm) throw new LaunchException($"{Needed} (node was found on the PATH, but not its npm).");

        await using var version = ChildProcess.Start(new("node --version", node, ["--version"]));
        await version.WaitForExitAsync(cancellationToken);
        var text = version.Tail.Trim();
        if (!Version.TryParse(text.TrimStart('v').Split('-')[0], out var parsed) || parsed.Major < OldestMajor)
            throw new LaunchException($"{Needed} (the node on the PATH says it is \"{text}\").");

        return new(node, npm);
    }
}

/// <summary>Finds programs on the PATH, as a shell would.</summary>
internal static class Executables
{
    public static string? Find(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        return (from folder in folders
                from ending in endings
                let path = Path.Combine(folder, name + ending)
                where File.Exists(path)
                select path).FirstOrDefault();
    }
}

/// <summary>The <c>dotnet</c> that runs this process, or the one on the PATH.</summary>
internal static class DotnetHost
{
    public static string Path =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host && File.Exists(host)
            ? host
            : Executables.Find("dotnet")
                ?? throw new LaunchException("The .NET 10 SDK is needed, and no dotnet is on the PATH: install it from https://dot.net.");
}
