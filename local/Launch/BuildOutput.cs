namespace Seedance.Launch;

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
