using System.Diagnostics;
using System.Globalization;

namespace Seedance.Benchmarks;

internal static class PeakMemory
{
    /// <summary>Resident memory of this process now, and from now on the peak counts from here. Linux alone can forget a peak.</summary>
    public static double Restart()
    {
        if (!OperatingSystem.IsLinux()) return Environment.WorkingSet / 1048576.0;
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Megabytes(Environment.ProcessId);
    }

    public static double Megabytes(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetProcessById(processId);
            return process.PeakWorkingSet64 / 1048576.0;
        }
        // .NET does not read the peak on Linux; the kernel keeps it, in kB.
        var peak = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(peak["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
