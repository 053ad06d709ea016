using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;

namespace Seedance.Functions.Maintenance;

/// <summary>
/// Counts the tasks that have not ended, and finds those that are paid for and not stored after an hour: money is about to be lost,
/// since providers forget a video after a day. Changes nothing. The oldest come first, and so many of each client at the most.
/// </summary>
public sealed partial class WatchOpenTasks(
    TaskRecords records, ClientDirectory clients, SeedanceMetrics metrics, TimeProvider time, ILogger<WatchOpenTasks> logger)
{
    private const int MaxTasks = 5000;

    // Each is one read.
    private const int MaxLate = 200;

    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>Looks once, every five minutes, between two sweeps.</summary>
    [Function(nameof(WatchOpenTasks))]
    public async Task RunAsync([TimerTrigger("0 2-57/5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ages = new List<TimeSpan>();
        var paidNotStored = 0;
        foreach (var client in clients.Names)
        {
            var open = await records.FindOpenAsync(client, MaxTasks, cancellationToken);
            ages.AddRange(open.Select(id => now - id.CreatedAt));
            foreach (var id in open.Where(id => now - id.CreatedAt >= Late).Take(MaxLate))
            {
                if (await records.FindAsync(client, id, cancellationToken) is not { IsTerminal: false } record) continue;
                if (record.ProviderTaskId is not { } paid || now - (record.SubmittedAt ?? record.CreatedAt) < Late) continue;
                paidNotStored++;
                PaidNotStored(id.ToString(), client, record.Request.Provider, paid, record.Stage, (now - record.CreatedAt).TotalMinutes);
            }
        }
        metrics.Open(ages);
        metrics.PaidNotStored(paidNotStored);
        if (timer.IsPastDue) LogLate();
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Task {TaskId} of {Client} is paid and not stored after {AgeMinutes} minutes: {Provider}'s id is {ProviderTaskId}, stage {Stage}.")]
    private partial void PaidNotStored(
        string taskId, string client, string provider, string providerTaskId, TaskStage stage, double ageMinutes);

    [LoggerMessage(2, LogLevel.Information, "The open tasks were looked at late.")]
    private partial void LogLate();
}
