using System.Globalization;
using Seedance.Simulator;

const string Usage = "Usage: Seedance.Simulator [--port N] [--progress-seconds S] [--video-bytes N]";

var settings = new SimulatorSettings();
foreach (var option in args.Chunk(2))
{
    var value = option.ElementAtOrDefault(1);
    SimulatorSettings? changed = option[0] switch
    {
        "--port" when ushort.TryParse(value, CultureInfo.InvariantCulture, out var port) => settings with { Port = port },
        "--progress-seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            => settings with { ProgressSeconds = seconds },
        "--video-bytes" when long.TryParse(value, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0
            => settings with { VideoBytes = bytes },
        _ => null,
    };
    if (changed is null)
    {
        await Console.Error.WriteLineAsync($"'{string.Join(' ', option)}' is not understood.{Environment.NewLine}{Usage}");
        return 2;
    }

    settings = changed;
}

try
{
    await using var simulator = await SimulatorServer.StartAsync(settings);
    Console.WriteLine($"Simulator listening on {simulator.BaseUrl.GetLeftPart(UriPartial.Authority)}");
    await simulator.WaitForShutdownAsync();
    return 0;
}
catch (IOException)
{
    await Console.Error.WriteLineAsync($"Port {settings.Port} is taken; give another with --port, or 0 for a free one.");
    return 1;
}
