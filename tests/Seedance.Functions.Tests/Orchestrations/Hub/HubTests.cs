namespace Seedance.Functions.Tests.Orchestrations.Hub;

public sealed class HubTests
{
    [Fact]
    public async Task An_await_of_what_is_not_durable_is_noticed()
    {
        var engine = new EngineHarness(new FakeTimeProvider());
        engine.Activity<int, int>("A", Task.FromResult).Orchestrator("O", async context =>
        {
            await context.CallActivityAsync<int>("A", 1);
            await Task.Run(() => { });
            await context.CallActivityAsync<int>("A", 2);
        });
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("O");

        // The foreign thread may take its time.
        Assert.True(SpinWait.SpinUntil(() => engine.RunUntilIdleAsync().IsFaulted, TimeSpan.FromMinutes(1)));
        Assert.Throws<InvalidOperationException>(engine.Dispose);
    }
}
