using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Removes the budgets of days that are long over: nothing asks for them any more. A run looks at a week of days, so that a run
/// that did not happen is made up for.
/// </summary>
public sealed partial class ForgetBudgets(ClientBudgets budgets, ClientDirectory clients, TimeProvider time, ILogger<ForgetBudgets> logger)
{
    private const int DaysKept = 35;
    private const int DaysLookedAt = 7;

    /// <summary>Forgets once a night.</summary>
    [Function(nameof(ForgetBudgets))]
    public async Task RunAsync([TimerTrigger("0 50 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var first = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-DaysKept - DaysLookedAt);
        var forgotten = 0;
        foreach (var client in clients.Names)
        {
            for (var day = first; day < first.AddDays(DaysLookedAt); day = day.AddDays(1))
            {
                forgotten += await budgets.ForgetAsync(client, day, cancellationToken);
            }
        }
        if (forgotten > 0) Log.Forgotten(logger, forgotten, timer.IsPastDue);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Count} rows of budgets of days long over (late run: {PastDue}).")]
        public static partial void Forgotten(ILogger logger, int count, bool pastDue);
    }
}
