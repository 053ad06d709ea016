using Microsoft.DurableTask;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Admission;

/// <summary>
/// Starts generations: credits are set aside, then the record is written, then the orchestration of the same id begins. That is
/// three storage operations before the answer, one of which is the task hub's own; the first reservation of a day reads the total
/// as well, and a client without a budget needs none.
/// </summary>
public sealed partial class GenerationStarter(
    TaskRecords records,
    GenerationInputs inputs,
    PriceBook prices,
    ClientBudgets budgets,
    ClientDirectory clients,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<GenerationStarter> logger)
{
    /// <summary>How long the engine may take to accept something; whether it has is not known after that.</summary>
    internal static readonly TimeSpan EngineTimeout = TimeSpan.FromSeconds(10);

    /// <summary>True when the provider has a key here.</summary>
    public bool CanServe(string provider)
        => options.Value.Providers.TryGetValue(provider, out var settings) && settings.Key is not null;

    /// <summary>Sets a task's credits aside, records it and starts its orchestration.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="request">What is wanted, validated.</param>
    /// <param name="origin">Where the request came from.</param>
    /// <param name="cancellationToken">Stops the start as long as nothing is recorded.</param>
    /// <returns>That it has begun, or why the budget does not allow it.</returns>
    public async Task<GenerationStart> StartAsync(
        DurableTaskClient orchestrations, Client client, VideoRequest request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        cancellationToken.ThrowIfCancellationRequested();
        var record = NewRecord(TaskId.New(now), now, client, request, origin, out var estimate);
        switch (await budgets.ReserveAsync(client.Name, [(record.Id, estimate)]))
        {
            case BudgetDecision.Refused refused:
                return new GenerationStart.OverBudget(refused.Refusal);
            case BudgetDecision.Granted granted:
                record = record with { BudgetDay = granted.Day };
                break;
        }
        try
        {
            // The id is new and random: a record that is there already is this one, written by a try whose answer was lost.
            await records.TryAddAsync(record, cancellationToken);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // It may have been written all the same. The caller is told that it failed, so it must never start by itself.
            await WithdrawAsync(record);
            throw;
        }
        if (!await TryScheduleAsync(orchestrations, record) && await WithdrawAsync(record))
        {
            // The caller is told that it failed and may ask again, so this task must never start by itself. Had it started, and
            // only the answer been lost, the record would have stayed: telling the caller to ask again would make it pay twice.
            throw new InvalidOperationException($"The orchestration of task {record.Id} could not be started.");
        }
        return new GenerationStart.Begun(record);
    }

    /// <summary>The record of a task that begins now.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="createdAt">When the id was made.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="request">What is wanted, validated.</param>
    /// <param name="origin">Where the request came from.</param>
    /// <param name="estimate">What it is expected to cost.</param>
    public TaskRecord NewRecord(
        TaskId id, DateTimeOffset createdAt, Client client, VideoRequest request, RequestOrigin origin, out Estimate estimate)
    {
        var now = time.GetUtcNow();
        estimate = prices.Price(request, now);
        return new TaskRecord
        {
            Id = id,
            Client = client.Name,
            Request = request,
            // Beside the request, not in it: what an idempotency key stands for must not change with a setting.
            CallbackUrl = request.CallbackUrl ?? clients.CallbackUrlOf(client.Name),
            CreatedAt = createdAt,
            UpdatedAt = now,
            LinkBase = LinkBaseFor(origin),
            Upload = origin.Upload,
            Estimate = TaskEstimate.Of(estimate),
            TraceParent = Tracing.TraceParent,
            History = [new TaskTransition(now, TaskState.Pending, TaskStage.Queued, "accepted")],
        };
    }

    /// <summary>What links to this service start with: scheme, host and port.</summary>
    public string LinkBaseFor(RequestOrigin origin) => options.Value.PublicBaseUrl is { Length: > 0 } url
        ? url.TrimEnd('/')
        : origin.ReachedAt.GetLeftPart(UriPartial.Authority);

    /// <summary>Starts the orchestration of a recorded task.</summary>
    /// <returns>False when it could not be started, or when it is not known whether it was.</returns>
    public async Task<bool> TryScheduleAsync(DurableTaskClient orchestrations, TaskRecord record)
    {
        try
        {
            // A caller that hangs up now must not leave a record without an orchestration behind.
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                nameof(GenerateVideo),
                inputs.For(record),
                new StartOrchestrationOptions(InstanceId: record.Id.ToString()),
                CancellationToken.None).WaitAsync(EngineTimeout);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotStarted(logger, record.Id.ToString(), failure);
            return false;
        }
    }

    /// <summary>Removes a record and gives its credits back, unless somebody is at work on it after all.</summary>
    /// <returns>False when somebody is at work on it: then it stays.</returns>
    public async Task<bool> WithdrawAsync(TaskRecord record)
    {
        if (!await records.RemoveAsync(record, CancellationToken.None)) return false;
        if (record.BudgetDay is { } day) await budgets.ReleaseAsync(record.Client, day, record.Id);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Task {TaskId} was recorded but its orchestration could not be started.")]
        public static partial void NotStarted(ILogger logger, string taskId, Exception failure);
    }
}
