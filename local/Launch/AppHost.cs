using System.Globalization;

namespace Seedance.Launch;

/// <summary>
/// The command that runs the app: the local host, or what <c>SEEDANCE_E2E_HOST</c> says, such as <c>func start --no-build --port {port}</c>.
/// It runs in the folder of the app's output.
/// </summary>
internal sealed record AppHost(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Variable = "SEEDANCE_E2E_HOST";

    /// <summary>The output of the app's own build.</summary>
    public static string AppFolder => BuildOutput.FolderOf("Seedance.Functions");

    public static AppHost At(int port)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } command) return Given(command, port);

        var host = Path.Combine(BuildOutput.FolderOf("Host"), "Seedance.Host.dll");
        return File.Exists(host)
            ? new(DotnetHost.Path, [host, "--app", AppFolder, "--port", Text(port)])
            : throw new LaunchException($"The local host is not built: {host} does not exist.");
    }

    private static AppHost Given(string command, int port)
    {
        string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("{port}", Text(port), StringComparison.Ordinal))];
        return Executables.Find(words[0]) is { } found
            ? new(found, words[1..])
            : throw new LaunchException($"{Variable} names {words[0]}, which was not found on the PATH.");
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
