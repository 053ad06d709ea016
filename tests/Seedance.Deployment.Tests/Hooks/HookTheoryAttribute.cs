namespace Seedance.Deployment.Tests.Hooks;

/// <inheritdoc cref="HookFactAttribute" />
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HookTheoryAttribute : TheoryAttribute
{
    public HookTheoryAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "azd runs the PowerShell hooks on Windows.";
    }
}
