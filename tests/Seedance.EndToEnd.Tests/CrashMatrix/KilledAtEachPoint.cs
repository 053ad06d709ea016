namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// The app is killed at each named point, around the very request that makes it, and started again: the generation is paid once,
/// stored once, and its caller told. These points are alike for all providers.
/// </summary>
public abstract class KilledAtEachPoint(AppOnWires fixture, string provider)
{
    private static readonly KillPoint[] Early =
    [
        CrashPoints.AfterTheOrchestration, CrashPoints.BeforeTheMarker, CrashPoints.AfterTheProviderAccepted,
        CrashPoints.BeforeTheCheckpoint, CrashPoints.AfterTheCheckpoint, CrashPoints.BeforeAPoll, CrashPoints.DuringAPoll,
    ];

    private static readonly KillPoint[] Late =
    [
        CrashPoints.DuringTheDownload, CrashPoints.BeforeTheUploadIsCommitted, CrashPoints.AfterTheUpload,
        CrashPoints.BeforeTheOutcomeIsRecorded, CrashPoints.AfterTheOutcomeIsRecorded, CrashPoints.BeforeTheMarkIsRemoved,
        CrashPoints.BeforeTheNotificationStarts, CrashPoints.AfterTheNotificationStarts,
    ];

    public static TheoryData<string> Names => CrashPoints.NamesOf(Early.Concat(Late));

    [OwnAppTheory]
    [MemberData(nameof(Names))]
    public async Task Killed_at(string point)
    {
        var early = Early.FirstOrDefault(named => named.Name == point);
        await using var crash = await Crash.PrepareAsync(fixture.App, provider, early is null ? "size bytes=10000000" : "stuck");

        var id = await crash.RunAsync(early ?? Late.Single(named => named.Name == point));
        if (early is not null) await crash.ProviderFinishesAsync();

        await crash.AssertCompletedAsync(id);
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

    [OwnAppFact]
    public async Task Down_when_the_provider_finishes_and_its_webhook_is_lost()
    {
        await using var crash = await Crash.PrepareAsync(fixture.App, provider, "stuck", "callback.lost");
        var id = await fixture.App.Service.CreateAsync(crash.Ask);
        await fixture.App.Service.UntilAsync(id, "is being processed", task => task.Status == "processing");

        await fixture.App.KillAsync();
        await crash.ProviderFinishesAsync();
        await fixture.App.RestartAsync();

        await crash.AssertCompletedAsync(id);
    }
}

public sealed class KilledWithSeedanceApi(AppOnWires fixture) : KilledAtEachPoint(fixture, Ask.SeedanceApi), IClassFixture<AppOnWires>;

public sealed class KilledWithEvoLink(AppOnWires fixture) : KilledAtEachPoint(fixture, Ask.EvoLink), IClassFixture<AppOnWires>
{
    private const int EndedBySigTerm = 128 + 15;

    private static readonly KillPoint[] NothingArrived = [CrashPoints.AfterTheMarker, CrashPoints.AfterTheRequestLeft];

    private readonly OwnApp _app = fixture.App;

    public static TheoryData<string> Lost => CrashPoints.NamesOf(NothingArrived);

    [OwnAppTheory]
    [MemberData(nameof(Lost))]
    public async Task A_request_that_never_arrived_is_replayed_under_its_key(string point)
    {
        await using var crash = await Crash.PrepareAsync(_app, Ask.EvoLink);

        await crash.AssertCompletedAsync(await crash.RunAsync(NothingArrived.Single(named => named.Name == point)));
    }

    /// <summary>It is replayed once, so then it is the webhook that names it.</summary>
    [OwnAppFact]
    public async Task Killed_again_while_it_is_replayed()
    {
        await using var crash = await Crash.PrepareAsync(_app, Ask.EvoLink, "stuck");

        var id = await crash.RunAsync(CrashPoints.AfterTheProviderAccepted, again: CrashPoints.AfterTheProviderAccepted);
        await crash.ProviderFinishesAsync();

        await crash.AssertCompletedAsync(id);
        Assert.Equal(2, (await _app.Service.Simulator.SubmitsAsync(crash.Ask)).Count);
    }

    [OwnAppFact]
    public async Task Sigterm_ends_the_app_cleanly_and_the_next_start_continues_its_generations()
    {
        var (service, waits) = (_app.Service, Ask.With(Ask.EvoLink, "stuck"));
        var submits = Ask.With(Ask.EvoLink, "submit.delay_after seconds=120 times=1");
        var waiting = await service.CreateAsync(waits);
        var submitting = await service.CreateAsync(submits);
        await service.UntilAsync(waiting, "is being processed", task => task.Status == "processing");
        await service.Simulator.PaidSubmitSeenAsync(submits);

        await _app.Process.StopAsync();
        Assert.Contains(_app.Process.ExitCode, new int?[] { 0, EndedBySigTerm });

        await _app.RestartAsync();
        (await service.Simulator.OnlyTaskAsync(waits)).Complete();
        foreach (var (id, ask) in new[] { (waiting, waits), (submitting, submits) })
            await Invariants.AssertPaidAndStoredAsync(service, ask, await service.CompletedAsync(id));
    }
}
