using System.Globalization;

namespace Seedance.Host;

/// <param name="Port">The public port; 0 stands for a free one.</param>
/// <param name="App">The output folder of the Functions app.</param>
internal sealed record HostArguments(int Port, string App)
{
    public const string Usage = """
        Runs the built Functions app on this machine, on loopback only.
        Usage: Seedance.Host [--port N] [--app DIR]
          --port N   the port to listen on, 0 for a free one (7071)
          --app DIR  the output folder of another Functions app
        """;

    /// <summary>The folder that the same build of this repository puts the app into.</summary>
    private static string BuiltApp
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(output.Parent!.Parent!.FullName, "Seedance.Functions", output.Name);
        }
    }

    /// <exception cref="ArgumentException">An option is unknown, or its value is wrong; the message is a sentence for the user.</exception>
    public static HostArguments Parse(string[] args)
    {
        var parsed = new HostArguments(7071, BuiltApp);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"'{args[i]}' is unknown, or its value is missing.");
            parsed = args[i] switch
            {
                "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                    => parsed with { Port = port },
                "--app" => parsed with { App = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"'{args[i]} {value}' is not understood."),
            };
        }

        return parsed;
    }
}

/// <summary>The host cannot start, or cannot go on; the message is a sentence for the user.</summary>
internal sealed class HostException(string message) : Exception(message);
