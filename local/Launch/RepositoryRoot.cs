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
            if (File.Exists(System.IO.Path.Combine(folder.FullName, SolutionFile)))
                return folder.FullName;

        throw new LaunchException($"{SolutionFile} was not found in or above {start}.");
    }
}
