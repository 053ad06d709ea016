namespace Seedance.Host;

/// <summary>The port 0 stands for a free one; the app is the output folder of a Functions app.</summary>
internal sealed record HostArguments(int Port, string App)
{
    public const string Usage = """
        Runs a built Functions app on this machine, on loopback only.
        Usage: Seedance.Host [--port N] [--app DIR]
          --port N   the port to listen on, or 0 for a free one; 7071 unless given
          --app DIR  the output folder of the app; the app of this repository unless given
        """;

    /// <returns>Null where the user asks for help.</returns>
    /// <exception cref="ArgumentException">An option is unknown, or its value is wrong; the message is a sentence for the user.</exception>
    public static HostArguments? Parse(string[] args)
    {
        // The artifacts folder of the repository has the same configuration of the app next to this host.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var parsed = new HostArguments(7071, Path.Combine(output.Parent!.Parent!.FullName, "Seedance.Functions", output.Name));
        if (args.Contains("--help"))
            return null;

        foreach (var option in args.Chunk(2))
        {
            parsed = option switch
            {
                ["--port", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                    => parsed with { Port = port },
                ["--app", { Length: > 0 } app] => parsed with { App = Path.GetFullPath(app) },
                _ => throw new ArgumentException($"'{string.Join(' ', option)}' is not understood; --help shows the options."),
            };
        }

        return parsed;
    }
}

/// <summary>The host cannot start, or cannot go on; the message is a sentence for the user.</summary>
internal sealed class HostException(string message) : Exception(message);
