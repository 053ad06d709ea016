using System.Net;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Storage stops in the middle of generations and comes back; the app keeps running.</summary>
public sealed class StorageOutages
{
    // Only those that a generation which waits does not pass.
    private static readonly KillPoint[] Points =
        [CrashPoints.AfterTheProviderAccepted, CrashPoints.BeforeTheUploadIsCommitted, CrashPoints.BeforeTheOutcomeIsRecorded];

    /// <summary>No key and no webhook could bring this one back: only the answer that the app has in its hands knows the task.</summary>
    [OwnAppFact]
    public async Task An_answer_that_cannot_be_recorded_is_kept_until_storage_is_back()
    {
        await using var app = await WiredApp.StartAsync("storage-checkpoint", webhooks: false, settleMinutes: 0.05, onDisk: true);
        await using var caller = await CallbackListener.StartAsync();
        var ask = new Ask(Ask.SeedanceApi) { CallbackUrl = caller.Url };
        app.KillSwitch.Set(CrashPoints.AfterTheAnswerCame, app.StopStorageAsync);

        var id = await app.Service.CreateAsync(ask);
        await app.KillSwitch.Struck;
        await MissesItsStorageAsync(app);
        await app.StartStorageAsync();

        var task = await app.Service.CompletedAsync(id);
        await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        await Invariants.AssertToldAsync(caller, task);
    }

    [OwnAppFact(IsLong = true)]
    public async Task Every_generation_goes_on_when_storage_is_back()
    {
        await using var app = await WiredApp.StartAsync("storage-outages", webhooks: true, settleMinutes: 60, onDisk: true);
        await using var caller = await CallbackListener.StartAsync();
        foreach (var point in Points)
        {
            // Two that wait while the storage is away, and one that it leaves at this very point.
            var asks = new[] { Ask.With(Ask.EvoLink, "stuck"), Ask.With(Ask.SeedanceApi, "stuck"), new Ask(Ask.EvoLink) }
                .Select(ask => ask with { CallbackUrl = caller.Url }).ToList();
            var ids = new List<string> { await app.Service.CreateAsync(asks[0]), await app.Service.CreateAsync(asks[1]) };
            foreach (var waiting in ids) await app.Service.UntilAsync(waiting, "is being processed", task => task.Status == "processing");

            app.KillSwitch.Set(point, app.StopStorageAsync);
            ids.Add(await app.Service.CreateAsync(asks[2]));
            await app.KillSwitch.Struck;
            await MissesItsStorageAsync(app);
            foreach (var ask in asks.Take(2)) await app.Service.Simulator.ActAsync((await app.Service.Simulator.OnlyTaskAsync(ask)).Id, "complete");
            await app.StartStorageAsync();

            foreach (var (ask, id) in asks.Zip(ids))
            {
                var task = await app.Service.CompletedAsync(id);
                await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
                Assert.Equal(1, app.BlobsOf(id));
                await Invariants.AssertToldAsync(caller, task);
            }
        }
    }

    private static async Task MissesItsStorageAsync(WiredApp app) => await Eventually.ReadAsync(
        "That the app misses its storage",
        () => app.Service.SendAsync(HttpMethod.Get, "health"),
        health => health.Status == HttpStatusCode.ServiceUnavailable);
}
