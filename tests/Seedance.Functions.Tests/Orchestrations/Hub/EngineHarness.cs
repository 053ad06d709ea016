using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Hub;

/// <summary>Orchestrators and activities on a hub and a clock that only the test moves.</summary>
internal sealed class EngineHarness : IDisposable
{
    private readonly OrchestratorReplay _replay = new();

    public EngineHarness(FakeTimeProvider clock)
    {
        Clock = clock;
        Hub = new(clock, _replay);
        Client = new GrpcDurableTaskClient(
            "test",
            new GrpcDurableTaskClientOptions { CallInvoker = new HubCalls(Hub), DataConverter = _replay.Converter },
            NullLogger<GrpcDurableTaskClient>.Instance);
    }

    public FakeTimeProvider Clock { get; }
    public VirtualTaskHub Hub { get; }
    public DurableTaskClient Client { get; }

    public EngineHarness Orchestrator(string name, Func<TaskOrchestrationContext, Task> run)
    {
        _replay.Add(name, async context =>
        {
            await run(context);
            return null;
        });
        return this;
    }

    public EngineHarness Activity<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> run)
    {
        Hub.Activity(name, async input => _replay.Converter.Serialize(await run(_replay.Converter.Deserialize<TInput>(input)!)));
        return this;
    }

    public P.OrchestratorResponse Replay(string orchestrator, P.OrchestratorRequest request) => _replay.Run(orchestrator, request);

    /// <summary>Ends the process as kill -9 does, and starts another over what it stored.</summary>
    public Task CrashAndRestartAsync(int? dieAtWrite = null, bool diesAfterwards = false)
    {
        Hub.Restart(dieAtWrite, diesAfterwards);
        return RunUntilIdleAsync();
    }

    /// <summary>Runs everything that is due now. Returns early when the process dies.</summary>
    /// <exception cref="InvalidOperationException">An orchestrator awaited what is not durable.</exception>
    public async Task RunUntilIdleAsync()
    {
        await Hub.RunUntilIdleAsync();
        _replay.ThrowIfLeftThread();
    }

    /// <summary>Lets time pass, one due timer after the other.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        await RunUntilIdleAsync();
        while (Hub.NextDue is { } due && due <= end && !Hub.IsDead)
        {
            // One that another process should have seen to is late already.
            if (due > Clock.GetUtcNow()) Clock.SetUtcNow(due);
            await RunUntilIdleAsync();
        }
        Clock.SetUtcNow(end);
        await RunUntilIdleAsync();
    }

    public async Task ScheduleAsync(string name, object? input, string instanceId)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instanceId));
        await RunUntilIdleAsync();
    }

    public async Task RaiseAsync(string instanceId, string eventName, object? payload = null)
    {
        await Client.RaiseEventAsync(instanceId, eventName, payload);
        await RunUntilIdleAsync();
    }

    public void Dispose()
    {
        _replay.ThrowIfLeftThread();
        _replay.Dispose();
    }
}
