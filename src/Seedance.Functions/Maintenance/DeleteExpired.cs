using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Deletes the rows that have expired, once an hour. A run deletes a limited number of rows of each client; the next run continues.
/// <list type="bullet">
/// <item>Idempotency keys after 48 hours; 24 hours are promised.</item>
/// <item>Keys of uploads after 30 days: Event Grid repeats an event for a day, and an operator may send dead letters again later.</item>
/// <item>Deliveries after <see cref="CallbackOptions.KeepDeliveriesDays"/>.</item>
/// <item>Budgets after 35 days. A run looks at a week of days, so that missed runs are made up for.</item>
/// </list>
/// </summary>
public sealed partial class DeleteExpired(
    IdempotencyKeys keys,
    Deliveries deliveries,
    ClientBudgets budgets,
    ClientDirectory clients,
    IOptions<SeedanceOptions> options,
    TimeProvider time,
    ILogger<DeleteExpired> logger)
{
    private const int MaxKeys = 5000;
    private const int BudgetDaysKept = 35;
    private const int BudgetDaysLookedAt = 7;

    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(48);
    private static readonly TimeSpan LastingKeysKept = TimeSpan.FromDays(30);

    [Function(nameof(DeleteExpired))]
    public async Task RunAsync([TimerTrigger("0 10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var firstDay = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-BudgetDaysKept - BudgetDaysLookedAt);
        var (keysDeleted, deliveriesDeleted, budgetsDeleted) = (0, 0, 0);
        foreach (var client in clients.Names)
        {
            keysDeleted += await keys.DeleteExpiredAsync(client, lasting: false, now - KeysKept, MaxKeys, cancellationToken);
            keysDeleted += await keys.DeleteExpiredAsync(client, lasting: true, now - LastingKeysKept, MaxKeys, cancellationToken);
            deliveriesDeleted += await deliveries.DeleteExpiredAsync(
                client, now - TimeSpan.FromDays(options.Value.Callbacks.KeepDeliveriesDays), cancellationToken);
            for (var day = 0; day < BudgetDaysLookedAt; day++)
            {
                budgetsDeleted += await budgets.DeleteAsync(client, firstDay.AddDays(day), cancellationToken);
            }
        }
        if (keysDeleted + deliveriesDeleted + budgetsDeleted == 0) return;
        LogDeleted(keysDeleted, deliveriesDeleted, budgetsDeleted, timer.IsPastDue);
    }

    [LoggerMessage(
        1, LogLevel.Information, "Deleted {Keys} keys, {Deliveries} deliveries and {Budgets} rows of budgets (late run: {PastDue}).")]
    private partial void LogDeleted(int keys, int deliveries, int budgets, bool pastDue);
}
