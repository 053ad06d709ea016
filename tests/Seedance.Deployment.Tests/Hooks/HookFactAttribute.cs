namespace Seedance.Deployment.Tests.Hooks;

/// <summary>The hooks for POSIX shells run where azd would run them; Windows has PowerShell ones of the same text.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HookFactAttribute : FactAttribute
{
    public HookFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "azd runs the PowerShell hooks on Windows.";
    }
}
