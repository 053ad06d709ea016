using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>The client of the engine in this process.</summary>
internal sealed class EngineClient(DurableEngine engine, string hub) : DurableTaskClient(hub)
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        if (id.Length is 0 or > 100 || id.StartsWith('@') || id.AsSpan().ContainsAny(@"/\#?") || id.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"'{id}' is no instance id: 1 to 100 characters, no '/', '\\', '#', '?' or control character, no '@' in front.", nameof(options));
        }

        await engine.ScheduleAsync(
            new(id, orchestratorName) { Input = engine.Converter.Serialize(input), StartAt = options?.StartAt }, cancellation);
        return id;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        engine.SignalAsync(
            instanceId,
            new(HistoryEventType.EventRaised) { Name = eventName, Payload = engine.Converter.Serialize(eventPayload) },
            cancellation);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        engine.SignalAsync(
            instanceId,
            new(HistoryEventType.ExecutionTerminated)
            {
                Name = options?.Recursive == true ? nameof(TerminateInstanceOptions.Recursive) : null,
                Payload = engine.Converter.Serialize(options?.Output),
            },
            cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.SignalAsync(instanceId, new(HistoryEventType.ExecutionSuspended) { Payload = reason }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.SignalAsync(instanceId, new(HistoryEventType.ExecutionResumed) { Payload = reason }, cancellation);

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await engine.WaitAsync(instanceId, untilFinished: false, cancellation), getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await engine.WaitAsync(instanceId, untilFinished: true, cancellation), getInputsAndOutputs);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await engine.Store.GetAsync(instanceId, cancellation) is { } state ? Describe(state, getInputsAndOutputs) : null;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new();
        return Pageable.Create(async (continuation, pageSize, cancellation) =>
        {
            var next = query with { ContinuationToken = continuation ?? query.ContinuationToken, PageSize = pageSize ?? query.PageSize };
            var page = await engine.Store.QueryAsync(next, null, cancellation);
            return new Page<OrchestrationMetadata>(
                [.. page.States.Select(state => Describe(state, query.FetchInputsAndOutputs))], page.ContinuationToken);
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await engine.PurgeAsync(instanceId, options?.Recursive ?? false, cancellation));

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var matching = GetAllInstancesAsync(new(filter.CreatedFrom, filter.CreatedTo, filter.Statuses));
        List<string> ids = [];
        await foreach (var instance in matching.WithCancellation(cancellation))
        {
            ids.Add(instance.InstanceId);
        }

        var count = 0;
        foreach (var id in ids)
        {
            count += await engine.PurgeAsync(id, options?.Recursive ?? false, cancellation);
        }

        return new(count);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // As the real host does, everything that the app wrote is left out unless it is asked for.
    private OrchestrationMetadata Describe(InstanceState state, bool withPayloads) => new(state.Name, state.Id)
    {
        RuntimeStatus = state.Status,
        CreatedAt = state.CreatedAt,
        LastUpdatedAt = state.UpdatedAt,
        DataConverter = withPayloads ? engine.Converter : null,
        SerializedInput = withPayloads ? state.Input : null,
        SerializedOutput = withPayloads ? state.Output : null,
        SerializedCustomStatus = withPayloads ? state.CustomStatus : null,
        FailureDetails = withPayloads ? state.Failure : null,
    };
}
