namespace Seedance.EndToEnd.Tests.CrashMatrix;

public sealed class Restarts(AppOnWires fixture) : IClassFixture<AppOnWires>
{
    private const int EndedBySigTerm = 128 + 15;

    private readonly Service _service = fixture.App.Service;

    [OwnAppFact]
    public async Task Sigterm_ends_the_app_cleanly_and_the_next_start_continues_its_generations()
    {
        var waits = Ask.With(Ask.EvoLink, "stuck");
        var submits = Ask.With(Ask.EvoLink, "submit.delay_after seconds=120 times=1");
        var waiting = await _service.CreateAsync(waits);
        var submitting = await _service.CreateAsync(submits);
        await _service.UntilAsync(waiting, "is being processed", task => task.Status == "processing");
        await _service.Simulator.PaidSubmitSeenAsync(submits);

        await fixture.App.StopAsync();
        Assert.Contains(fixture.App.Process.ExitCode, new int?[] { 0, EndedBySigTerm });

        await fixture.App.RestartAsync();
        await _service.Simulator.ActAsync((await _service.Simulator.OnlyTaskAsync(waits)).Id, "complete");
        foreach (var (id, ask) in new[] { (waiting, waits), (submitting, submits) })
        {
            await Invariants.AssertPaidAndStoredAsync(_service, ask, await _service.CompletedAsync(id));
        }
    }

    [OwnAppFact]
    public async Task A_download_that_breaks_is_resumed_where_it_broke()
    {
        var ask = Ask.With(Ask.EvoLink, "task.size bytes=20000000", "download.broken_once bytes=13000000");

        var task = await _service.CompletedAsync(ask);

        await Invariants.AssertPaidAndStoredAsync(_service, ask, task);
        var downloads = (await _service.Simulator.JournalAsync("download", task.ProviderTaskId!)).Take(2).ToList();
        Assert.Equal([null, "bytes=13000000-"], downloads.Select(download => download.Range));
        Assert.Equal(20_000_000, downloads.Sum(download => download.Sent));
    }
}
