using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>What the engine's tests rely on, and what Microsoft's replay does that one might not expect.</summary>
public sealed class HubTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly EngineHarness _engine = new(new FakeTimeProvider());

    [Theory]
    [InlineData(true, "\"kept\"")]
    [InlineData(false, "\"none\"")]
    public async Task An_event_outlives_an_execution_only_where_it_is_preserved(bool preserves, string result)
    {
        _engine.Orchestrator("O", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                await context.CreateTimer(context.CurrentUtcDateTime + Minute, CancellationToken.None);
                context.ContinueAsNew(1, preserves);
                return null;
            }
            var raised = context.WaitForExternalEvent<string>("E");
            await Task.WhenAny(raised, context.CreateTimer(context.CurrentUtcDateTime + Minute, CancellationToken.None));
            return raised.IsCompleted ? await raised : "none";
        });
        await _engine.ScheduleAsync("O", 0, "i");
        await _engine.RaiseAsync("i", "E", "kept");
        await _engine.AdvanceAsync(5 * Minute);

        Assert.Equal(result, (await _engine.GetAsync("i")).SerializedOutput);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Completed)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task A_timer_that_lost_its_race_keeps_the_instance_alive_unless_cancelled(bool cancels, OrchestrationRuntimeStatus then)
    {
        _engine.Orchestrator("O", async context =>
        {
            using var losing = new CancellationTokenSource();
            var timer = context.CreateTimer(context.CurrentUtcDateTime + Minute, losing.Token);
            await Task.WhenAny(timer, context.WaitForExternalEvent<string>("E"));
            if (cancels) losing.Cancel();
        });
        await _engine.ScheduleAsync("O", null, "i");
        await _engine.RaiseAsync("i", "E", "x");
        Assert.Equal(then, (await _engine.GetAsync("i")).RuntimeStatus);

        await _engine.AdvanceAsync(Minute);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _engine.GetAsync("i")).RuntimeStatus);
    }

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
        Assert.True(SpinWait.SpinUntil(() => engine.RunUntilIdleAsync().IsFaulted, Minute));
        Assert.Throws<InvalidOperationException>(engine.Dispose);
    }

    [Fact]
    public async Task The_client_is_refused_as_by_the_real_hub()
    {
        _engine.Orchestrator("O", context => context.WaitForExternalEvent<string>("E"));
        await _engine.ScheduleAsync("O", null, "i");

        await Assert.ThrowsAnyAsync<Exception>(() => _engine.ScheduleAsync("O", null, "i"));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => _engine.RaiseAsync("j", "E"));
        await _engine.RaiseAsync("i", "E", "x");
        var finished = await Assert.ThrowsAsync<RpcException>(() => _engine.RaiseAsync("i", "E"));

        Assert.Equal((StatusCode.NotFound, StatusCode.FailedPrecondition), (unknown.StatusCode, finished.StatusCode));
        Assert.Null(await _engine.Client.GetInstanceAsync("j"));
    }

    public void Dispose() => _engine.Dispose();
}
