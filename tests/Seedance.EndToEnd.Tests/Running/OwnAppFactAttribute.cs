namespace Seedance.EndToEnd.Tests.Running;

/// <summary>A test that needs an app that it starts itself: to kill it, or to give it settings of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppFactAttribute : FactAttribute
{
    internal const string Reason = "SEEDANCE_E2E_APP points at an app that this test may neither kill nor configure.";

    public OwnAppFactAttribute()
    {
        if (RunningElsewhere.Find() is not null) Skip = Reason;
    }
}
