using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Crashes;

public sealed class CrashesWithEvoLink(AppToKill app) : Crashes(app, Ask.EvoLink), IClassFixture<AppToKill>
{
    private readonly AppToKill _app = app;

    [OwnAppFact(IsLong = true)]
    public async Task Right_after_the_create_was_answered()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = new Ask(Ask.EvoLink) { CallbackUrl = caller.Url };
        var id = await _app.Service.CreateAsync(ask);

        await _app.KillAndRestartAsync();

        await AssertCompletedOnceAsync(id, ask, caller);
    }

    [OwnAppFact(IsLong = true)]
    public async Task While_the_submit_is_on_its_way()
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = Ask.With(Ask.EvoLink, "submit.delay seconds=120 times=1") with { CallbackUrl = caller.Url };
        var id = await _app.Service.CreateAsync(ask);
        await _app.Service.Simulator.SubmitSeenAsync(ask);

        await _app.KillAndRestartAsync();

        await AssertCompletedOnceAsync(id, ask, caller);
        var submits = await _app.Service.Simulator.SubmitsAsync(ask);
        Assert.Single(submits.Select(submit => submit.IdempotencyKey).Distinct());
    }
}
