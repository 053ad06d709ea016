using System.Runtime.InteropServices;
using Seedance.Demo;
using Seedance.Launch;
using Spectre.Console;
using Spectre.Console.Cli;

using var ending = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

var app = new CommandApp();
app.SetDefaultCommand<DemoCommand>().WithData(ending.Token);
app.Configure(config =>
{
    config.SetApplicationName("dotnet run --project local/Demo --");
    config.UseStrictParsing();
    config.SetExceptionHandler((exception, _) => exception switch
    {
        OperationCanceledException when ending.IsCancellationRequested => 130,
        DemoException failure => Say(failure.Message, failure.ExitCode),
        LaunchException failure => Say(failure.Message, 1),
        HttpRequestException failure => Say($"The app did not respond: {failure.Message}", 1),
        CommandAppException failure => Say($"{Plain(failure.Message)} (--help shows what there is.)", 2),
        _ => Say(exception.ToString(), 1),
    });
});
return await app.RunAsync(args);

// The library's own words where they can be understood.
static string Plain(string message) => message.StartsWith("Unknown command", StringComparison.Ordinal)
    ? "There is more than one prompt: put it in quotes."
    : message.Replace("to Nullable`1", "to a whole number", StringComparison.Ordinal);

static int Say(string message, int exitCode)
{
    Console.Error.WriteLine(message);
    return exitCode;
}

// The children are ended on the way out, not here.
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.Cancel();
}

[System.ComponentModel.Description("Generates one video on this machine and says where it is.")]
internal sealed class DemoCommand : AsyncCommand<DemoArguments>
{
    public override async Task<int> ExecuteAsync(CommandContext context, DemoArguments settings)
    {
        IStoryDisplay display = Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainDisplay(Console.Out)
            : new StagesDisplay(AnsiConsole.Console);
        await new DemoRun(settings, display, Console.Out, TimeProvider.System).RunAsync((CancellationToken)context.Data!);
        return 0;
    }
}
