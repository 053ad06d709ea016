using Microsoft.DurableTask;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>
/// Starts batches, as a whole or not at all: credits are set aside for all tasks, then the tasks are recorded, then the batch, and
/// then the orchestration begins. The batch's own row decides: without it no task is ever begun, and the sweep removes what was
/// recorded. Before the answer that is one storage operation for the budget, one for each 20 tasks, one for the batch, and one
/// with an idempotency key: at most six, and one more for the first reservation of a day.
/// </summary>
public sealed partial class BatchStarter(
    GenerationStarter starter,
    GenerationInputs inputs,
    ClientBudgets budgets,
    TaskRecords records,
    BatchRecords batches,
    IdempotencyKeys keys,
    TimeProvider time,
    ILogger<BatchStarter> logger)
{
    /// <summary>Begins a batch, or finds the one of the idempotency key.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="key">The idempotency key, or null.</param>
    /// <param name="requests">What is wanted, validated; at most <see cref="BatchRecord.MaxTasks"/>.</param>
    /// <param name="concurrency">How many may be under way at once.</param>
    /// <param name="reachedAt">The address the request came in on.</param>
    /// <param name="cancellationToken">Stops the start as long as nothing is recorded.</param>
    public async Task<BatchStart> StartAsync(
        DurableTaskClient orchestrations,
        Client client,
        HashedKey? key,
        IReadOnlyList<VideoRequest> requests,
        int concurrency,
        Uri reachedAt,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seed = TaskId.New(now);
        if (key is not null)
        {
            var fingerprint = FingerprintOf(requests, concurrency);
            var use = await keys.UseAsync(client.Name, key, fingerprint, seed, cancellationToken);
            if (use.Fingerprint != fingerprint) return new BatchStart.Conflict();
            seed = use.TaskId;
            if (!use.IsFirst && await batches.FindAsync(client.Name, BatchId.Of(seed), cancellationToken) is { } known)
            {
                return new BatchStart.Replayed(known);
            }
        }
        cancellationToken.ThrowIfCancellationRequested();

        var priced = requests.Select(request =>
        {
            var record = starter.NewRecord(TaskId.New(now), now, client, request, new RequestOrigin(reachedAt), out var estimate);
            return (Record: record with { BatchId = BatchId.Of(seed) }, Estimate: estimate);
        }).ToList();
        switch (await budgets.ReserveAsync(client.Name, [.. priced.Select(each => (each.Record.Id, each.Estimate))]))
        {
            case BudgetDecision.Refused refused:
                return new BatchStart.OverBudget(refused.Refusal);
            case BudgetDecision.Granted granted:
                return await BeginAsync(
                    orchestrations,
                    new BatchRecord(BatchId.Of(seed), client.Name, now, concurrency, [.. priced.Select(each => each.Record.Id)]),
                    [.. priced.Select(each => each.Record with { BudgetDay = granted.Day })],
                    cancellationToken);
            case var decision:
                throw new InvalidOperationException($"Unforeseen decision {decision.GetType().Name}.");
        }
    }

    private async Task<BatchStart> BeginAsync(
        DurableTaskClient orchestrations, BatchRecord batch, IReadOnlyList<TaskRecord> tasks, CancellationToken cancellationToken)
    {
        try
        {
            await records.AddAllAsync(tasks, cancellationToken);
            if (!await batches.TryAddAsync(batch, cancellationToken)
                && await batches.FindAsync(batch.Client, batch.Id, CancellationToken.None) is { } other && !other.Tasks.SequenceEqual(batch.Tasks))
            {
                // Another request with the key was faster.
                await WithdrawAsync(tasks);
                return new BatchStart.Replayed(other);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The batch may have been written all the same. The caller is told that it failed, so none of it must ever start.
            if (await batches.RemoveAsync(batch, CancellationToken.None)) await WithdrawAsync(tasks);
            throw;
        }
        await ScheduleAsync(orchestrations, batch, tasks);
        return new BatchStart.Begun(batch, tasks);
    }

    private async Task WithdrawAsync(IReadOnlyList<TaskRecord> tasks)
    {
        foreach (var task in tasks) await starter.WithdrawAsync(task);
    }

    private async Task ScheduleAsync(DurableTaskClient orchestrations, BatchRecord batch, IReadOnlyList<TaskRecord> tasks)
    {
        var input = new BatchInput(batch.Concurrency, [.. tasks.Select(task => inputs.For(task) with { Batch = batch.Id.ToString() })]);
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                nameof(GenerateBatch),
                input,
                new StartOrchestrationOptions(InstanceId: batch.Id.ToString()),
                CancellationToken.None).WaitAsync(GenerationStarter.EngineTimeout);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The batch exists: the sweep starts its tasks within minutes, whether this has failed or only its answer was lost.
            Log.NotStarted(logger, batch.Id.ToString(), failure);
        }
    }

    private static string FingerprintOf(IReadOnlyList<VideoRequest> requests, int concurrency)
    {
        var text = new StringBuilder("batch ").Append(concurrency.ToString(CultureInfo.InvariantCulture));
        foreach (var request in requests) text.Append(' ').Append(RequestFingerprint.Of(request));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Batch {BatchId} was recorded but its orchestration could not be started.")]
        public static partial void NotStarted(ILogger logger, string batchId, Exception failure);
    }
}
