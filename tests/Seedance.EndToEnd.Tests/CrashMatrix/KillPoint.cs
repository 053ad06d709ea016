namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>The request, by its number among those that match, around which the app is killed.</summary>
internal sealed record KillPoint(string Name, Moment Moment, Func<WireRequest, bool> Matches, int Number = 1)
{
    public override string ToString() => Name;
}
