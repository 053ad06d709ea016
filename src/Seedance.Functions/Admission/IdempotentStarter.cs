using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>
/// Starts the one generation of an idempotency key, however many requests carry it. The key stands for a task id before anything
/// else is written, and the insert of that id's record decides who begins the task: nobody waits for anybody, and whoever comes
/// after a crash carries on with the very same id. One storage operation more than a start without a key; a replay is three at
/// most, and two more where someone carries on with what another left between key and record.
/// </summary>
public sealed class IdempotentStarter(
    IdempotencyKeys keys, ClientBudgets budgets, TaskRecords records, GenerationStarter starter, TimeProvider time)
{
    /// <summary>Begins the key's task, or finds it.</summary>
    /// <param name="orchestrations">The durable client of this invocation.</param>
    /// <param name="client">Who asks and pays.</param>
    /// <param name="key">The key.</param>
    /// <param name="request">What is wanted, validated.</param>
    /// <param name="origin">Where the request came from.</param>
    /// <param name="cancellationToken">Stops the start as long as nothing is recorded.</param>
    public async Task<GenerationStart> StartAsync(
        DurableTaskClient orchestrations,
        Client client,
        HashedKey key,
        VideoRequest request,
        RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fingerprint = key.Fingerprint ?? RequestFingerprint.Of(request);
        var use = await keys.UseAsync(client.Name, key, fingerprint, TaskId.New(now), cancellationToken);
        if (use.Fingerprint != fingerprint) return new GenerationStart.Conflict();
        if (!use.IsFirst && await records.FindAsync(client.Name, use.TaskId, cancellationToken) is { } known)
        {
            return new GenerationStart.Replayed(known);
        }
        var record = starter.NewRecord(use.TaskId, use.IsFirst ? now : use.TaskId.CreatedAt, client, request, origin, out var estimate);
        // Whoever has the key shares the task's one reservation. It is not given back when something fails from here on: another
        // request may count on it by now, and the caller's next attempt finds it.
        switch (await budgets.ReserveAsync(client.Name, [(record.Id, estimate)]))
        {
            case BudgetDecision.Refused refused:
                return new GenerationStart.OverBudget(refused.Refusal);
            case BudgetDecision.Granted granted:
                record = record with { BudgetDay = granted.Day };
                break;
        }
        if (!await records.TryAddAsync(record, cancellationToken))
        {
            var begun = await records.FindAsync(client.Name, use.TaskId, cancellationToken)
                ?? throw new InvalidOperationException($"Task {use.TaskId} is recorded and cannot be found.");
            await ReleaseUnusedAsync(record, begun);
            return new GenerationStart.Replayed(begun);
        }
        // Others may have been given this id by now, so the record stays even if the orchestration cannot be started: the sweep
        // starts it within minutes.
        await starter.TryScheduleAsync(orchestrations, record);
        return new GenerationStart.Begun(record);
    }

    /// <summary>Of two requests around midnight, each may have set credits aside in its own day; only the recorded one counts.</summary>
    private Task ReleaseUnusedAsync(TaskRecord mine, TaskRecord begun)
    {
        if (mine.BudgetDay is { } day && begun.BudgetDay != day) return budgets.ReleaseAsync(mine.Client, day, mine.Id);
        // It may have ended and given back before this request set aside once more.
        return budgets.SettleAsync(begun);
    }
}
