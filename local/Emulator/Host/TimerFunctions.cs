using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Seedance.Emulator.Host;

/// <summary>Runs the app's timer functions when they are due, each never twice at once.</summary>
internal sealed partial class TimerFunctions(
    IReadOnlyList<TimerSchedule> schedules, FunctionInvoker invoker, TimeProvider time, ILogger<TimerFunctions> logger) : BackgroundService
{
    // Timers of the runtime cannot be set further ahead than about 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Timer> _timers = schedules.ToDictionary(
        schedule => schedule.Function.Name, schedule => new Timer(schedule, invoker, time, logger), StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs a timer function now, as soon as a run under way has ended. False when there is no such function.</summary>
    public bool TryTrigger(string name)
    {
        if (!_timers.TryGetValue(name, out var timer))
        {
            return false;
        }

        // The caller is answered before the function has run.
        _ = timer.RunAsync(CancellationToken.None);
        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_timers.Values.Select(timer => timer.KeepRunningAsync(stoppingToken)));

    public override void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        base.Dispose();
    }

    private sealed class Timer(TimerSchedule schedule, FunctionInvoker invoker, TimeProvider time, ILogger logger) : IDisposable
    {
        private readonly SemaphoreSlim _oneAtATime = new(1);
        private DateTime _last;

        public async Task KeepRunningAsync(CancellationToken stopping)
        {
            if (schedule.Trigger.RunOnStartup)
            {
                await RunAsync(stopping);
            }

            while (!stopping.IsCancellationRequested)
            {
                var due = schedule.NextAfter(time.GetUtcNow());
                for (var left = due - time.GetUtcNow().UtcDateTime; left > TimeSpan.Zero; left = due - time.GetUtcNow().UtcDateTime)
                {
                    await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);
                }

                await RunAsync(stopping);
            }
        }

        public async Task RunAsync(CancellationToken stopping)
        {
            await _oneAtATime.WaitAsync(stopping);
            try
            {
                var now = time.GetUtcNow();
                var info = new TimerInfo
                {
                    ScheduleStatus = schedule.Trigger.UseMonitor
                        ? new ScheduleStatus { Last = _last, LastUpdated = _last, Next = schedule.NextAfter(now) }
                        : null,
                };
                _last = now.UtcDateTime;
                await invoker.InvokeAsync(schedule.Function, _ => info, ImmutableDictionary<string, object?>.Empty, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                Log.Failed(logger, failure, schedule.Function.Name);
            }
            finally
            {
                _oneAtATime.Release();
            }
        }

        public void Dispose() => _oneAtATime.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed)")]
        public static partial void Failed(ILogger logger, Exception failure, string function);
    }
}
