using System.ComponentModel;
using System.Diagnostics;

namespace Seedance.Tests.Signing.VerificationSnippets;

/// <summary>A test that runs Python, which this repository needs for nothing else.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(Look);

    public PythonFactAttribute()
    {
        if (!IsThere.Value) Skip = "python3, 3.9 or newer, is not on this machine.";
    }

    private static bool Look()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
