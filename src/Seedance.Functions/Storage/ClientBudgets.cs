using System.Collections.Concurrent;
using Seedance.Functions.Options;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Storage;

/// <summary>
/// The table <c>budgets</c>: what each client's tasks may cost on one UTC day. A task's credits are set aside before it is recorded,
/// and set right when it has ended. Both are safe to repeat: the task's own row says what it holds.
/// </summary>
/// <remarks>
/// A crash between setting aside and recording leaves credits set aside for a task that does not exist. That is harmless: it can
/// only refuse too much, by this one task, and until midnight.
/// </remarks>
public sealed class ClientBudgets(TableServiceClient tables, IOptions<SeedanceOptions> options, SeedanceMetrics metrics, TimeProvider time)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "budgets";

    /// <summary>The most tasks whose credits are set aside together.</summary>
    public const int MaxTasks = BudgetLedger.MaxRows;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ConcurrentDictionary<(string Client, DateOnly Day), BudgetLedger> _ledgers = new();

    /// <summary>Sets aside what the tasks may cost: for all of them or for none. Usually one storage operation.</summary>
    /// <param name="client">Who pays.</param>
    /// <param name="tasks">The tasks, at most <see cref="MaxTasks"/>, and what each is expected to cost.</param>
    public async Task<BudgetDecision> ReserveAsync(string client, IReadOnlyList<(TaskId Id, Estimate Estimate)> tasks)
    {
        if (!options.Value.Clients.TryGetValue(client, out var settings) || settings.DailyCredits is not { } daily)
        {
            return new BudgetDecision.Granted(null);
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tasks.Count, MaxTasks);
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var resetsAt = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        if (!settings.AllowUnknownPrices && tasks.FirstOrDefault(task => task.Estimate.AmountToReserve is null).Estimate is { } unknown)
        {
            metrics.BudgetRefused(client);
            return new BudgetDecision.Refused(BudgetRefusal.Unpriced(string.Join(' ', unknown.Notes), daily, resetsAt));
        }
        var partition = BudgetRow.PartitionOf(client, day);
        var rows = tasks.Select(task => new TableTransactionAction(
            TableTransactionActionType.Add, BudgetRow.Of(partition, task.Id, task.Estimate.AmountToReserve ?? 0)));
        var needed = tasks.Sum(task => task.Estimate.AmountToReserve ?? 0);
        var outcome = await LedgerOf(client, day).ApplyAsync(new BudgetChange([.. rows], needed, daily));
        // When a row was there already, the total was not looked at.
        if (outcome.Result != BudgetChangeResult.RowChanged) metrics.BudgetUsed(client, outcome.Total, daily);
        // A task whose row is there holds its credits already: an answer was lost on the way, or another request has its id.
        if (outcome.Result != BudgetChangeResult.OverLimit || await HoldsAsync(partition, tasks[0].Id)) return new BudgetDecision.Granted(day);
        metrics.BudgetRefused(client);
        return new BudgetDecision.Refused(BudgetRefusal.Exceeded(needed, outcome.Total, daily, resetsAt));
    }

    /// <summary>Gives back all that a task holds. A second time changes nothing.</summary>
    public Task ReleaseAsync(string client, DateOnly day, TaskId task) => SetAsync(client, day, task, 0);

    /// <summary>Sets right what a task holds that has ended: what it really cost, where that is known.</summary>
    public Task SettleAsync(TaskRecord record)
        => record.BudgetDay is { } day && TaskCost.Of(record) is { } credits ? SetAsync(record.Client, day, record.Id, credits) : Task.CompletedTask;

    /// <summary>Removes a day that is over.</summary>
    /// <returns>How many rows it had.</returns>
    public async Task<int> ForgetAsync(string client, DateOnly day, CancellationToken cancellationToken)
    {
        var partition = BudgetRow.PartitionOf(client, day);
        var rows = new List<TableEntity>();
        var query = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in query) rows.Add(row);
        foreach (var some in rows.Chunk(BudgetLedger.MaxRows))
        {
            await _table.SubmitTransactionAsync(
                some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        return rows.Count;
    }

    private async Task SetAsync(string client, DateOnly day, TaskId task, decimal credits)
    {
        var partition = BudgetRow.PartitionOf(client, day);
        while (true)
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, task.ToString());
            if (!row.HasValue) return;
            var current = row.Value!;
            var held = BudgetRow.CreditsOf(current);
            if (held == credits && credits != 0) return;
            var action = credits == 0
                ? new TableTransactionAction(TableTransactionActionType.Delete, current, current.ETag)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, BudgetRow.Of(partition, task, credits), current.ETag);
            var outcome = await LedgerOf(client, day).ApplyAsync(new BudgetChange([action], credits - held, Limit: null));
            if (outcome.Result == BudgetChangeResult.Made) return;
        }
    }

    private async Task<bool> HoldsAsync(string partition, TaskId task)
        => (await _table.GetEntityIfExistsAsync<TableEntity>(partition, task.ToString())).HasValue;

    private BudgetLedger LedgerOf(string client, DateOnly day) => _ledgers.GetOrAdd((client, day), _ =>
    {
        // Days that are over are hardly asked for any more; one that is makes its ledger anew.
        foreach (var key in _ledgers.Keys.Where(key => key.Client == client && key.Day < day.AddDays(-2))) _ledgers.TryRemove(key, out var _);
        return new BudgetLedger(_table, BudgetRow.PartitionOf(client, day));
    });
}
