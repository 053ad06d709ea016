using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Seedance.Simulator;

internal sealed record SimulatorArguments(int Port, double? ProgressSeconds, long? VideoBytes)
{
    public const string Usage = "Usage: Seedance.Simulator [--port N] [--progress-seconds S] [--video-bytes N]";

    public static bool TryParse(
        string[] args, [NotNullWhen(true)] out SimulatorArguments? arguments, [NotNullWhen(false)] out string? complaint)
    {
        arguments = null;
        var parsed = new SimulatorArguments(0, null, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            SimulatorArguments? next = args[i] switch
            {
                "--port" when int.TryParse(value, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535
                    => parsed with { Port = port },
                "--progress-seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
                    => parsed with { ProgressSeconds = seconds },
                "--video-bytes" when long.TryParse(value, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0
                    => parsed with { VideoBytes = bytes },
                _ => null,
            };
            if (next is null)
            {
                complaint = $"'{args[i]} {value}'".Replace(" '", "'", StringComparison.Ordinal) + " is not understood.";
                return false;
            }

            parsed = next;
        }

        arguments = parsed;
        complaint = null;
        return true;
    }
}
