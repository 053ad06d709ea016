namespace Seedance.Launch;

/// <summary>The folder of the solution file, found upwards from the running assembly.</summary>
public static class RepositoryRoot
{
    private const string SolutionFile = "Seedance.Functions.sln";

    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    internal static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, SolutionFile))) return folder.FullName;

        throw new LaunchException($"{SolutionFile} was not found in or above {start}.");
    }
}

/// <summary>Where the build puts its outputs: <c>artifacts/bin/{project}/{configuration}</c>.</summary>
internal static class BuildOutput
{
    /// <summary>The folder of a project's output, in the configuration that this process was built in.</summary>
    public static string FolderOf(string project) => RepositoryRoot.Combine("artifacts", "bin", project, Configuration);

    private static string Configuration { get; } =
        Path.GetRelativePath(RepositoryRoot.Path, AppContext.BaseDirectory)
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["artifacts", "bin", _, var configuration, ..] => configuration,
            _ => "debug",
        };
}
