namespace Seedance.EndToEnd.Tests.Running;

/// <summary>As <see cref="OwnAppFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnAppTheoryAttribute : TheoryAttribute
{
    public OwnAppTheoryAttribute()
    {
        if (RunningElsewhere.Find() is not null) Skip = OwnAppFactAttribute.Reason;
    }
}
