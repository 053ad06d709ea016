namespace Seedance.Demo;

/// <summary>The demo cannot go on; the message says why in words for the one who started it.</summary>
internal sealed class DemoException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode => exitCode;
}
