using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Crashes;

public sealed class CrashesWithSeedanceApi(AppToKill app) : Crashes(app, Ask.SeedanceApi), IClassFixture<AppToKill>
{
    private readonly AppToKill _app = app;

    [OwnAppFact(IsLong = true)]
    public async Task Right_after_the_create_was_answered()
    {
        var ask = new Ask(Ask.SeedanceApi);
        var id = await _app.Service.CreateAsync(ask);

        await _app.KillAndRestartAsync();

        await AssertNeverSubmittedTwiceAsync(id, ask);
    }

    [OwnAppFact(IsLong = true)]
    public async Task While_the_submit_is_on_its_way()
    {
        var ask = Ask.With(Ask.SeedanceApi, "submit.delay seconds=120 times=1");
        var id = await _app.Service.CreateAsync(ask);
        await _app.Service.Simulator.SubmitSeenAsync(ask);

        await _app.KillAndRestartAsync();

        await AssertNeverSubmittedTwiceAsync(id, ask);
    }

    // Without an idempotency key nobody can know whether a submit that was cut off arrived. If it did, the webhook brings it
    // back; if it did not, the task says that it cannot know, rather than pay a second time.
    private async Task AssertNeverSubmittedTwiceAsync(string id, Ask ask)
    {
        var task = await _app.Service.UntilAsync(id, "ends", seen => seen.HasEnded);

        var submits = await _app.Service.Simulator.SubmitsAsync(ask);
        Assert.InRange(submits.Count, 0, 1);
        if (submits.Any(submit => submit.Created)) await StoredVideos.AssertWholeAsync(task);
        else Assert.Equal("submit_outcome_unknown", task.Error?.Code);
    }
}
