namespace Seedance.EndToEnd.Tests.Running;

/// <summary>A test that needs an app that it starts itself: to kill it, or to give it settings of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppFactAttribute : FactAttribute
{
    public OwnAppFactAttribute() => Skip = RunningElsewhere.ReasonToSkip(isLong: false);

    /// <summary>True for a test of the long matrix.</summary>
    public bool IsLong { get; init => Skip = RunningElsewhere.ReasonToSkip(field = value); }
}

/// <summary>As <see cref="OwnAppFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppTheoryAttribute : TheoryAttribute
{
    public OwnAppTheoryAttribute() => Skip = RunningElsewhere.ReasonToSkip(isLong: false);
}

/// <summary>An app and storage that run already, and where that app expects the simulator: see the README of this project.</summary>
internal sealed record RunningElsewhere(Uri App, Uri Simulator, string Storage)
{
    /// <summary>True when <c>SEEDANCE_TESTS=long</c> asks for the long matrix.</summary>
    public static bool LongTestsRun { get; } = Environment.GetEnvironmentVariable("SEEDANCE_TESTS") == "long";

    public static RunningElsewhere? Find()
    {
        var values =
            new[] { "APP", "SIMULATOR", "STORAGE" }.Select(name => Environment.GetEnvironmentVariable($"SEEDANCE_E2E_{name}")).ToList();
        if (values.TrueForAll(string.IsNullOrEmpty)) return null;

        return Uri.TryCreate(values[0], UriKind.Absolute, out var app) && Uri.TryCreate(values[1], UriKind.Absolute, out var simulator)
            && values[2] is { Length: > 0 } storage
            ? new RunningElsewhere(app, simulator, storage)
            : throw new InvalidOperationException(
                "SEEDANCE_E2E_APP and SEEDANCE_E2E_SIMULATOR (URLs) and SEEDANCE_E2E_STORAGE (a connection string) go together.");
    }

    public static string? ReasonToSkip(bool isLong)
    {
        if (Find() is not null) return "SEEDANCE_E2E_APP points at an app that this test may neither kill nor configure.";
        return isLong && !LongTestsRun ? "SEEDANCE_TESTS=long runs it." : null;
    }
}
