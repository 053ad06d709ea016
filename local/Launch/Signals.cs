using System.Runtime.InteropServices;

namespace Seedance.Launch;

/// <summary>The one thing <see cref="System.Diagnostics.Process"/> cannot do: ask a process to end instead of killing it.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>False where there is no such request (Windows) or no such process.</summary>
    public static bool Terminate(int processId) => !OperatingSystem.IsWindows() && Kill(processId, SigTerm) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
