using System.ComponentModel;
using Seedance.Launch;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Seedance.Demo;

/// <summary>The command line.</summary>
internal sealed class DemoArguments : CommandSettings
{
    public const string DefaultPrompt = "A paper boat sails down a rainy street at dusk, the camera follows close behind";

    [CommandArgument(0, "[prompt]")]
    [Description("What the video shows")]
    [DefaultValue(DefaultPrompt)]
    public string Prompt { get; init; } = DefaultPrompt;

    [CommandOption("--simulate <PROVIDER>")]
    [Description("Which provider the simulator plays: evolink (the default) or seedanceapi")]
    public string? Simulate { get; init; }

    [CommandOption("--provider <PROVIDER>")]
    [Description("Use the real evolink or seedanceapi. Costs money, and needs EVOLINK_API_KEY or SEEDANCEAPI_API_KEY in the environment")]
    public string? Real { get; init; }

    [CommandOption("--upload <FILE>")]
    [Description("Uploads a .jpg, .png or .webp of at most 30 MB, 300 to 6000 pixels a side, ratio 0.4 to 2.5, and sends its event")]
    public string? Upload { get; init; }

    [CommandOption("--model <ID>")]
    [Description("Such as seedance-2.0-fast-text-to-video; the default is left to the demo, or to the app where a picture is uploaded")]
    public string? Model { get; init; }

    [CommandOption("--duration <N>")]
    [Description("Length of the video in seconds, 1 to 3600 (default: the provider's)")]
    public int? Duration { get; init; }

    [CommandOption("--poll")]
    [Description("No webhooks: the app asks the provider")]
    public bool Poll { get; init; }

    [CommandOption("--port <N>")]
    [Description("The app's port, 1 to 65535 (default: a free one)")]
    public int? Port { get; init; }

    [CommandOption("--keep")]
    [Description("Leave everything running until Ctrl-C")]
    public bool Keep { get; init; }

    public bool IsReal => Real is not null;

    public DemoProvider Provider => DemoProvider.All.First(provider => provider.Name == (Real ?? Simulate ?? AppSettings.EvoLink));

    public override ValidationResult Validate()
    {
        var unknown = new[] { Real, Simulate }.FirstOrDefault(name => name is not null && !DemoProvider.All.Any(each => each.Name == name));
        return this switch
        {
            _ when unknown is not null => ValidationResult.Error($"There is no provider '{unknown}': give evolink or seedanceapi."),
            { Real: not null, Simulate: not null } => ValidationResult.Error(
                "--provider is for the real thing and --simulate for the simulator: give one of them."),
            { Real: not null, Upload: not null } => ValidationResult.Error(
                "--upload is for the simulator: a real provider cannot read pictures from this machine."),
            { Upload: "" } => ValidationResult.Error("--upload needs a value."),
            { Duration: < 1 or > 3600 } => ValidationResult.Error($"--duration takes a whole number from 1 to 3600, not {Duration}."),
            { Port: < 1 or > 65535 } => ValidationResult.Error($"--port takes a whole number from 1 to 65535, not {Port}."),
            _ when string.IsNullOrWhiteSpace(Prompt) => ValidationResult.Error("The prompt is empty."),
            _ => ValidationResult.Success(),
        };
    }
}

/// <summary>A provider as the demo knows it: where the real one is, and which variable holds its key.</summary>
internal sealed record DemoProvider(string Name, Uri RealUrl, string KeyVariable)
{
    public static readonly DemoProvider[] All =
    [
        new(AppSettings.EvoLink, new("https://api.evolink.ai"), "EVOLINK_API_KEY"),
        new(AppSettings.SeedanceApi, new("https://seedanceapi.org"), "SEEDANCEAPI_API_KEY"),
    ];

    public string RealKey() => Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
        ? key
        : throw new DemoException(
            $"--provider {Name} uses the real {RealUrl.Host} and needs its key in the environment variable {KeyVariable}; "
            + "leave --provider out to use the simulator.", 2);
}

/// <summary>The demo cannot go on; the message is for the person who started it.</summary>
internal sealed class DemoException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode => exitCode;
}
