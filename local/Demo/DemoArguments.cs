using System.Globalization;

namespace Seedance.Demo;

/// <summary>The command line.</summary>
internal sealed record DemoArguments
{
    public const string DefaultPrompt = "A paper boat sails down a rainy street at dusk, the camera follows close behind";

    public const string Usage =
        """
        Generates one video on this machine and says where it is.

        dotnet run --project local/Demo [-- "a prompt"] [options]

          --simulate evolink|seedanceapi   which provider the simulator plays (default: evolink)
          --provider evolink|seedanceapi   use the real provider instead; costs money, and needs
                                           EVOLINK_API_KEY or SEEDANCEAPI_API_KEY in the environment
          --upload FILE                    puts a picture into the container "uploads" and its event into the
                                           queue "upload-events", as Event Grid would: a .jpg, .png or .webp
                                           of at most 30 MB, 300 to 6000 pixels a side, ratio 0.4 to 2.5
          --model ID                       such as seedance-2.0-fast-text-to-video
          --duration N                     length of the video in seconds (default: the provider's)
          --poll                           no webhooks: the app asks the provider
          --port N                         the app's port (default: a free one)
          --keep                           leave everything running until Ctrl-C
          --help
        """;

    public string Prompt { get; init; } = DefaultPrompt;

    public DemoProvider Provider { get; init; } = DemoProvider.EvoLink;

    public bool Real { get; init; }

    /// <summary>The picture to upload; null for a request over HTTP.</summary>
    public string? Upload { get; init; }

    /// <summary>The model asked for; null leaves it to the demo, or to the app where a picture is uploaded.</summary>
    public string? Model { get; init; }

    public int? Duration { get; init; }

    public bool Poll { get; init; }

    public int? Port { get; init; }

    public bool Keep { get; init; }

    public bool Help { get; init; }

    /// <exception cref="DemoException">Something is not understood.</exception>
    public static DemoArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new DemoArguments();
        string? prompt = null;
        var chosen = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var option = args[i];
            string Value() => ++i < args.Count ? args[i] : throw Wrong($"{option} needs a value.");
            switch (option)
            {
                case "--help" or "-h" or "-?":
                    return parsed with { Help = true };
                case "--keep":
                    parsed = parsed with { Keep = true };
                    break;
                case "--poll":
                    parsed = parsed with { Poll = true };
                    break;
                case "--provider" or "--simulate":
                    chosen.Add(option);
                    parsed = parsed with { Provider = DemoProvider.Named(option, Value()), Real = option == "--provider" };
                    break;
                case "--upload":
                    parsed = parsed with { Upload = Value() is { Length: > 0 } file ? file : throw Wrong("--upload needs a value.") };
                    break;
                case "--model":
                    parsed = parsed with { Model = Value() };
                    break;
                case "--duration":
                    parsed = parsed with { Duration = Number(option, Value(), 1, 3600) };
                    break;
                case "--port":
                    parsed = parsed with { Port = Number(option, Value(), 1, 65535) };
                    break;
                case ['-', ..]:
                    throw Wrong($"{option} is not an option of the demo.");
                default:
                    prompt = prompt is null ? option : throw Wrong("There is more than one prompt: put it in quotes.");
                    break;
            }
        }

        if (chosen.Distinct().Count() > 1)
            throw Wrong("--provider is for the real thing and --simulate for the simulator: give one of them.");

        if (parsed is { Upload: not null, Real: true })
            throw Wrong("--upload is for the simulator: a real provider cannot read pictures from this machine.");

        if (prompt is not null && string.IsNullOrWhiteSpace(prompt))
            throw Wrong("The prompt is empty.");

        return parsed with { Prompt = prompt ?? DefaultPrompt };
    }

    private static int Number(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{option} takes a whole number from {least} to {most}, not '{text}'.");

    private static DemoException Wrong(string what) => new($"{what} (--help shows what there is.)", 2);
}
