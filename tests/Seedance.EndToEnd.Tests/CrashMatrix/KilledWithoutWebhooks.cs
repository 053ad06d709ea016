namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// Without webhooks and without idempotency keys, nothing tells what became of a submit whose response was lost: the task says that, and
/// nothing is paid a second time.
/// </summary>
public sealed class KilledWithoutWebhooks(PollingAppOnWires fixture) : IClassFixture<PollingAppOnWires>
{
    private static readonly Dictionary<KillPoint, int> PaidOfUnknown = new()
    {
        [CrashPoints.AfterTheMarker] = 0,
        [CrashPoints.AfterTheRequestLeft] = 0,
        [CrashPoints.AfterTheProviderAccepted] = 1,
        [CrashPoints.BeforeTheCheckpoint] = 1,
    };

    public static TheoryData<string> Names => CrashPoints.NamesOf(PaidOfUnknown.Keys);

    [OwnAppTheory]
    [MemberData(nameof(Names))]
    public async Task Killed_where_the_outcome_of_the_submit_is_lost(string point)
    {
        var (killPoint, paid) = PaidOfUnknown.Single(named => named.Key.Name == point);
        await using var crash = await Crash.PrepareAsync(fixture.App, Ask.SeedanceApi);

        await crash.AssertUnknownAsync(await crash.RunAsync(killPoint), paid);
    }
}
