using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// The app is killed at each named point, around the very request that makes it, and started again: the generation is paid once,
/// stored once, and its caller told. These points are alike for all providers.
/// </summary>
public abstract class KilledAtEachPoint(AppOnWires fixture, string provider)
{
    internal static readonly KillPoint[] BeforeTheProviderFinishes =
    [
        CrashPoints.AfterTheOrchestration, CrashPoints.BeforeTheMarker, CrashPoints.AfterTheProviderAccepted, CrashPoints.AfterTheAnswerCame,
        CrashPoints.AfterTheCheckpoint, CrashPoints.BeforeAPoll, CrashPoints.DuringAPoll,
    ];

    internal static readonly KillPoint[] AfterTheProviderFinished =
    [
        CrashPoints.BeforeTheUploadIsCommitted, CrashPoints.AfterTheUpload, CrashPoints.BeforeTheOutcomeIsRecorded,
        CrashPoints.AfterTheOutcomeIsRecorded, CrashPoints.BeforeTheMarkIsRemoved, CrashPoints.BeforeTheNotificationStarts,
        CrashPoints.AfterTheNotificationStarts,
    ];

    public static TheoryData<string> Early => [.. BeforeTheProviderFinishes.Select(point => point.Name)];

    public static TheoryData<string> Late => [.. AfterTheProviderFinished.Select(point => point.Name)];

    [OwnAppTheory]
    [MemberData(nameof(Early))]
    public async Task Killed_while_the_provider_has_not_finished(string point)
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, provider, "stuck");

        var id = await crash.RunAsync(BeforeTheProviderFinishes.Single(named => named.Name == point));
        await crash.ProviderFinishesAsync();

        await crash.AssertCompletedAsync(id);
    }

    [OwnAppTheory]
    [MemberData(nameof(Late))]
    public async Task Killed_after_the_provider_has_finished(string point)
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, provider);

        await crash.AssertCompletedAsync(await crash.RunAsync(AfterTheProviderFinished.Single(named => named.Name == point)));
    }

    [OwnAppFact]
    public async Task Killed_during_the_download()
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, provider, "size bytes=10000000");

        await crash.AssertCompletedAsync(await crash.RunAsync(CrashPoints.DuringTheDownload));
    }

    [OwnAppFact]
    public async Task Killed_while_the_caller_is_being_told()
    {
        await using var caller = await CallbackListener.StartAsync(async (number, _) =>
        {
            if (number == 1) await fixture.App.KillAsync();
            return 204;
        });
        await using var crash = new Crash(fixture.App, new Ask(provider) { CallbackUrl = caller.Url }, caller);
        var id = await fixture.App.Service.CreateAsync(crash.Ask);
        await caller.DeliveredAsync(1);
        await fixture.App.RestartAsync();
        await caller.DeliveredAsync(2);

        await crash.AssertCompletedAsync(id);
    }

    [OwnAppFact]
    public async Task Killed_between_the_record_and_its_orchestration()
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, provider);

        var id = await crash.RunAsync(CrashPoints.BetweenRecordAndOrchestration);
        Assert.Equal("queued", (await fixture.App.Service.TaskAsync(id)).Stage);
        await Eventually.ReadAsync("That the sweep finds the task", async () =>
        {
            await fixture.App.SweepAsync();
            return await fixture.App.Service.TaskAsync(id);
        }, task => task.Stage != "queued");

        await crash.AssertCompletedAsync(id);
    }
}
