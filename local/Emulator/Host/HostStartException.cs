namespace Seedance.Emulator.Host;

/// <summary>The app cannot start, for a reason that its author can put right; shown as that one sentence.</summary>
internal sealed class HostStartException(string message, Exception? cause = null) : Exception(message, cause);
