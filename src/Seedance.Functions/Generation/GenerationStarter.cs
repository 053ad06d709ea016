using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seedance.Functions.Clients;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Pricing;
using Seedance.Requests;

namespace Seedance.Functions.Generation;

/// <summary>Starts generations: the record first, then the orchestration of the same id. Two storage writes before the answer.</summary>
public sealed partial class GenerationStarter(
    TaskRecords records,
    GenerationInputs inputs,
    PriceBook prices,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<GenerationStarter> logger)
{
    /// <summary>True when the provider has a key here.</summary>
    public bool CanServe(string provider)
        => options.Value.Providers.TryGetValue(provider, out var settings) && !string.IsNullOrEmpty(settings.ApiKey);

    /// <summary>Records a task and starts its orchestration.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="request">What is wanted, validated.</param>
    /// <param name="reachedAt">The address the request came in on; links use it when no public base URL is set.</param>
    /// <param name="cancellationToken">Stops the start as long as nothing is recorded.</param>
    public async Task<TaskRecord> StartAsync(
        DurableTaskClient orchestrations, Client client, VideoRequest request, Uri reachedAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var record = NewRecord(TaskId.New(now), now, client, request, reachedAt);
        await records.AddAsync(record, cancellationToken);
        if (!await TryScheduleAsync(orchestrations, record) && await records.RemoveAsync(record, CancellationToken.None))
        {
            // The caller is told that it failed and may ask again, so this task must never start by itself. Had it started, and
            // only the answer been lost, the record would have stayed: telling the caller to ask again would make it pay twice.
            throw new InvalidOperationException($"The orchestration of task {record.Id} could not be started.");
        }
        return record;
    }

    /// <summary>The record of a task that begins now.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="createdAt">When the id was made.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="request">What is wanted, validated.</param>
    /// <param name="reachedAt">The address the request came in on.</param>
    public TaskRecord NewRecord(TaskId id, DateTimeOffset createdAt, Client client, VideoRequest request, Uri reachedAt)
    {
        var now = time.GetUtcNow();
        return new TaskRecord
        {
            Id = id,
            Client = client.Name,
            Request = request,
            CreatedAt = createdAt,
            UpdatedAt = now,
            LinkBase = options.Value.PublicBaseUrl is { Length: > 0 } url ? url.TrimEnd('/') : reachedAt.GetLeftPart(UriPartial.Authority),
            Estimate = TaskEstimate.Of(prices.Price(request, now)),
            History = [new TaskTransition(now, TaskState.Pending, TaskStage.Queued, "accepted")],
        };
    }

    /// <summary>Starts the orchestration of a recorded task.</summary>
    /// <returns>False when it could not be started, or when it is not known whether it was.</returns>
    public async Task<bool> TryScheduleAsync(DurableTaskClient orchestrations, TaskRecord record)
    {
        try
        {
            // A caller that hangs up now must not leave a record without an orchestration behind.
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                nameof(GenerateVideo), inputs.For(record), new StartOrchestrationOptions(InstanceId: record.Id.ToString()), CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotStarted(logger, record.Id.ToString(), failure);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Task {TaskId} was recorded but its orchestration could not be started.")]
        public static partial void NotStarted(ILogger logger, string taskId, Exception failure);
    }
}
