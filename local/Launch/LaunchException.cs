namespace Seedance.Launch;

/// <summary>Something did not start. The message is one sentence a user can act on, with the process's last output where there is any.</summary>
public sealed class LaunchException : Exception
{
    public LaunchException(string message) : base(message) { }

    public LaunchException(string message, Exception inner) : base(message, inner) { }

    public LaunchException() { }
}
