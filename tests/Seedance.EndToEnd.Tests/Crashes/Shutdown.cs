using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Crashes;

public sealed class Shutdown(AppToKill app) : IClassFixture<AppToKill>
{
    private const int EndedBySigTerm = 128 + 15;

    [OwnAppFact]
    public async Task Sigterm_ends_the_app_cleanly_and_its_generations_go_on_after_the_next_start()
    {
        var waits = Ask.With(Ask.EvoLink, "stuck");
        var submits = Ask.With(Ask.EvoLink, "submit.delay_after seconds=120 times=1");
        var waiting = await app.Service.CreateAsync(waits);
        var submitting = await app.Service.CreateAsync(submits);
        await app.Service.UntilAsync(waiting, "is being processed", task => task.Status == "processing");
        await app.Service.Simulator.PaidSubmitSeenAsync(submits);

        // Sends SIGTERM, and after ten seconds kills.
        await app.Process.StopAsync();
        Assert.Contains(app.Process.ExitCode, new int?[] { 0, EndedBySigTerm });

        await app.Process.RestartAsync();
        await app.Service.Simulator.ActAsync((await app.Service.Simulator.OnlyTaskAsync(waits)).Id, "complete");
        foreach (var (id, ask) in new[] { (waiting, waits), (submitting, submits) })
        {
            await StoredVideos.AssertWholeAsync(await app.Service.CompletedAsync(id));
            await app.Service.Simulator.PaidOnceAsync(ask);
        }
    }
}
