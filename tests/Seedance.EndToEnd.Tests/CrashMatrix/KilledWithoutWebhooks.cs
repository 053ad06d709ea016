using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// Without webhooks and without idempotency keys, nobody can find out what became of a submit whose answer was lost: the task says
/// just that, and nothing is paid a second time.
/// </summary>
public sealed class KilledWithoutWebhooks(PollingAppOnWires fixture) : IClassFixture<PollingAppOnWires>
{
    private static readonly (KillPoint Point, int Paid)[] Ambiguous =
    [
        (CrashPoints.AfterTheMarker, 0), (CrashPoints.AfterTheRequestLeft, 0),
        (CrashPoints.AfterTheProviderAccepted, 1), (CrashPoints.AfterTheAnswerCame, 1),
    ];

    private static readonly KillPoint[] Clear =
        [CrashPoints.BeforeTheMarker, CrashPoints.AfterTheCheckpoint, CrashPoints.BeforeAPoll, CrashPoints.DuringAPoll];

    public static TheoryData<string> Unknown => [.. Ambiguous.Select(known => known.Point.Name)];

    public static TheoryData<string> Known => [.. Clear.Select(point => point.Name)];

    [OwnAppTheory]
    [MemberData(nameof(Unknown))]
    public async Task Killed_where_the_outcome_of_the_submit_is_lost(string point)
    {
        var (killPoint, paid) = Ambiguous.Single(named => named.Point.Name == point);
        await using var crash = await Crash.PrepareAsync(fixture.App, Ask.SeedanceApi);

        await crash.AssertUnknownAsync(await crash.RunAsync(killPoint), paid);
    }

    [OwnAppTheory(IsLong = true)]
    [MemberData(nameof(Known))]
    public async Task Killed_where_the_outcome_of_the_submit_is_known(string point)
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, Ask.SeedanceApi);

        await crash.AssertCompletedAsync(await crash.RunAsync(Clear.Single(named => named.Name == point)));
    }
}
