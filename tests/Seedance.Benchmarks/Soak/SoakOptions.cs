using System.Globalization;

namespace Seedance.Benchmarks.Soak;

/// <summary>What the command line asks for.</summary>
internal sealed record SoakOptions(int Generations, double Minutes, int Seed)
{
    public const string Usage = "soak [--generations 500] [--minutes 10] [--seed N]";

    public static SoakOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(500, 10, Random.Shared.Next(1, 100_000));
        if (arguments.Count % 2 != 0) return null;
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (!double.TryParse(arguments[index + 1], CultureInfo.InvariantCulture, out var value) || value <= 0) return null;
            switch (arguments[index])
            {
                case "--generations": options = options with { Generations = (int)value }; break;
                case "--minutes": options = options with { Minutes = value }; break;
                case "--seed": options = options with { Seed = (int)value }; break;
                default: return null;
            }
        }
        return options;
    }
}
