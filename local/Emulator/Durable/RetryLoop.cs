using Microsoft.DurableTask;

namespace Seedance.Emulator.Durable;

/// <summary>Repeats a failed task as its options ask. The waits are durable timers, so a retry survives the process.</summary>
internal static class RetryLoop
{
    public static async Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt)
    {
        var started = context.CurrentUtcDateTime;
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed) when (retry is not null && !failed.FailureDetails.IsCausedBy<FunctionNotFoundException>())
            {
                var elapsed = context.CurrentUtcDateTime - started;
                if (retry.Handler is { } handler)
                {
                    if (!await handler(new(context, failures, failed.FailureDetails, elapsed, CancellationToken.None)))
                    {
                        throw;
                    }
                }
                else if (Delay(retry.Policy!, failed, failures, elapsed) is { } delay)
                {
                    await context.CreateTimer(delay, CancellationToken.None);
                }
                else
                {
                    throw;
                }
            }
        }
    }

    private static TimeSpan? Delay(RetryPolicy policy, TaskFailedException failed, int failures, TimeSpan elapsed)
    {
        var isOver = failures >= policy.MaxNumberOfAttempts
            || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout)
            || !(policy.Handle?.Invoke(failed) ?? true);
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failures - 1);
        return isOver ? null : TimeSpan.FromMilliseconds(Math.Min(milliseconds, policy.MaxRetryInterval.TotalMilliseconds));
    }
}
