namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Storage stops in the middle of generations and comes back; the app keeps running.</summary>
public sealed class StorageOutages
{
    // The host's own listener of this queue ends the process when storage is away for half a minute, for the platform to start again.
    private static readonly (string, string) WithoutListener = ("AzureWebJobs_ReceiveUpload_Disabled", "true");

    // Only those that a generation which waits does not pass.
    private static readonly KillPoint[] Points =
        [CrashPoints.AfterTheProviderAccepted, CrashPoints.BeforeTheUploadIsCommitted, CrashPoints.BeforeTheOutcomeIsRecorded];

    /// <summary>No key and no webhook could find this task again: only the response that the app has in its hands names it.</summary>
    [OwnAppFact]
    public async Task A_response_that_cannot_be_recorded_is_kept_until_storage_is_back()
    {
        await using var app = await OwnApp.StartAsync(
            "storage-checkpoint", webhooks: false, onWires: true, onDisk: true, more: WithoutListener);
        await using var crash = await Crash.PrepareAsync(app, Ask.SeedanceApi);
        app.KillSwitch.Set(CrashPoints.BeforeTheCheckpoint, app.StopStorageAsync);

        var id = await app.Service.CreateAsync(crash.Ask);
        await app.KillSwitch.Killed;
        await app.Service.LosesStorageAsync();
        await app.StartStorageAsync();

        await crash.AssertCompletedAsync(id);
    }

    [OwnAppFact(IsLong = true)]
    public async Task Every_generation_continues_when_storage_is_back()
    {
        await using var app = await OwnApp.StartAsync(
            "storage-outages", onWires: true, onDisk: true, more: [("Seedance__Waiting__SettleMinutes", "60"), WithoutListener]);
        foreach (var point in Points)
        {
            // Two that wait while the storage is away, and one that loses it at this very point.
            await using var evoLink = await Crash.PrepareAsync(app, Ask.EvoLink, "stuck");
            await using var seedanceApi = await Crash.PrepareAsync(app, Ask.SeedanceApi, "stuck");
            await using var stopped = await Crash.PrepareAsync(app, Ask.EvoLink);
            var ids = new List<string> { await app.Service.CreateAsync(evoLink.Ask), await app.Service.CreateAsync(seedanceApi.Ask) };
            foreach (var waiting in ids) await app.Service.UntilAsync(waiting, "is being processed", task => task.Status == "processing");

            app.KillSwitch.Set(point, app.StopStorageAsync);
            ids.Add(await app.Service.CreateAsync(stopped.Ask));
            await app.KillSwitch.Killed;
            await app.Service.LosesStorageAsync();
            await evoLink.ProviderFinishesAsync();
            await seedanceApi.ProviderFinishesAsync();
            await app.StartStorageAsync();

            await evoLink.AssertCompletedAsync(ids[0]);
            await seedanceApi.AssertCompletedAsync(ids[1]);
            await stopped.AssertCompletedAsync(ids[2]);
        }
    }
}
