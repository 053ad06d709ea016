namespace Seedance.Emulator.Host;

/// <summary>The app cannot start, for a reason that its author can put right; printed as that one sentence.</summary>
internal sealed class HostStartException(string message, Exception? cause = null) : Exception(message, cause)
{
    // An uncaught exception is printed by ToString: a stack of the host's own frames would bury the sentence.
    public override string ToString() => Message;
}
