using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

public sealed class KilledWithEvoLink(AppOnWires fixture) : KilledAtEachPoint(fixture, Ask.EvoLink), IClassFixture<AppOnWires>
{
    private static readonly KillPoint[] NothingArrived = [CrashPoints.AfterTheMarker, CrashPoints.AfterTheRequestLeft];

    private readonly AppOnWires _fixture = fixture;

    public static TheoryData<string> Lost => [.. NothingArrived.Select(point => point.Name)];

    [OwnAppTheory]
    [MemberData(nameof(Lost))]
    public async Task Killed_with_a_request_that_never_arrived_it_is_replayed_under_its_key(string point)
    {
        await using var crash = await Crash.PrepareAsync(_fixture.App, Ask.EvoLink);

        await crash.AssertCompletedAsync(await crash.RunAsync(NothingArrived.Single(named => named.Name == point)));
    }

    /// <summary>It is replayed once, so then it is the webhook that brings it back.</summary>
    [OwnAppFact]
    public async Task Killed_again_while_it_is_replayed()
    {
        await using var crash = await Crash.PrepareAsync(_fixture.App, Ask.EvoLink, "stuck");

        var id = await crash.RunAsync(CrashPoints.AfterTheProviderAccepted, again: CrashPoints.AfterTheProviderAccepted);
        await crash.ProviderFinishesAsync();

        await crash.AssertCompletedAsync(id);
        Assert.Equal(2, (await _fixture.App.Service.Simulator.SubmitsAsync(crash.Ask)).Count);
    }
}
