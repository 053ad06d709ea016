using Microsoft.DurableTask;
using Xunit.Abstractions;

namespace Seedance.Emulator.Tests.Engine;

public sealed class WaitingInstancesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Ten_thousand_waiting_instances_cost_no_storage_calls_and_little_memory()
    {
        const int Instances = 10_000;
        await using var engine = await new EngineHarness(
                new ForgetfulStore(), options: new() { StorageConnectionString = "", MaxCachedEvents = 1000 })
            .Orchestrator("Waits", async context =>
            {
                using var cancel = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(2), cancel.Token);
                await Task.WhenAny(timer, context.WaitForExternalEvent<string>("done"));
                cancel.Cancel();
            })
            .StartAsync();
        await engine.ScheduleAsync("Waits", null, "warm-up");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var number = 0; number < Instances; number++)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions($"task-{number}"));
        }

        await engine.RunUntilIdleAsync();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Instances;
        var calls = engine.Store.Calls;
        await engine.AdvanceAsync(TimeSpan.FromDays(1));

        output.WriteLine($"{each} bytes an instance");
        Assert.Equal(calls, engine.Store.Calls);
        Assert.InRange(each, 1, 4096);
    }
}
