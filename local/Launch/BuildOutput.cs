namespace Seedance.Launch;

/// <summary>Where the build puts its outputs: <c>artifacts/{runtime}/bin/{project}/{configuration}</c>.</summary>
internal static class BuildOutput
{
    public const string Emulator = "emulator";

    private static string[] Mine { get; } = Path.GetRelativePath(RepositoryRoot.Path, AppContext.BaseDirectory)
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The runtime that this process was built in.</summary>
    public static string Runtime => Mine is ["artifacts", var runtime, "bin", ..] ? runtime : Emulator;

    /// <summary>The configuration that this process was built in.</summary>
    public static string Configuration => Mine is ["artifacts", _, "bin", _, var configuration, ..] ? configuration : "debug";

    public static string Of(string runtime, string project, string file) =>
        RepositoryRoot.Combine("artifacts", runtime, "bin", project, Configuration, file);
}
