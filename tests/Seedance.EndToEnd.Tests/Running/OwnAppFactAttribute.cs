namespace Seedance.EndToEnd.Tests.Running;

/// <summary>A test that needs an app that it starts itself: to kill it, or to give it settings of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppFactAttribute : FactAttribute
{
    public OwnAppFactAttribute() => Skip = OwnApps.ReasonToSkip(isLong: false);

    /// <summary>True for a test of the long matrix.</summary>
    public bool IsLong { get; init => Skip = OwnApps.ReasonToSkip(field = value); }
}

/// <summary>As <see cref="OwnAppFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppTheoryAttribute : TheoryAttribute
{
    public OwnAppTheoryAttribute() => Skip = OwnApps.ReasonToSkip(isLong: false);

    /// <inheritdoc cref="OwnAppFactAttribute.IsLong" />
    public bool IsLong { get; init => Skip = OwnApps.ReasonToSkip(field = value); }
}

internal static class OwnApps
{
    /// <summary>True when <c>SEEDANCE_TESTS=long</c> asks for the long matrix.</summary>
    public static bool LongTestsRun { get; } = Environment.GetEnvironmentVariable("SEEDANCE_TESTS") == "long";

    public static string? ReasonToSkip(bool isLong)
    {
        if (RunningElsewhere.Find() is not null) return "SEEDANCE_E2E_APP points at an app that this test may neither kill nor configure.";
        return isLong && !LongTestsRun ? "SEEDANCE_TESTS=long runs it." : null;
    }
}
