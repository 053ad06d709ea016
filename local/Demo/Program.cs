using System.Runtime.InteropServices;
using Seedance.Demo;
using Seedance.Launch;
using Spectre.Console;

using var ending = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

try
{
    var arguments = DemoArguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(DemoArguments.Usage);
        return 0;
    }

    IStoryDisplay display = Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
        ? new PlainDisplay(Console.Out)
        : new StagesDisplay(AnsiConsole.Console);
    await new DemoRun(arguments, display, Console.Out, TimeProvider.System).RunAsync(ending.Token);
    return 0;
}
catch (OperationCanceledException) when (ending.IsCancellationRequested)
{
    return 130;
}
catch (DemoException exception)
{
    Console.Error.WriteLine(exception.Message);
    return exception.ExitCode;
}
catch (LaunchException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (HttpRequestException exception)
{
    Console.Error.WriteLine($"The app did not answer: {exception.Message}");
    return 1;
}

// The children are ended on the way out, not here.
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.Cancel();
}
