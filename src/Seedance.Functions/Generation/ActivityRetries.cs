using Microsoft.DurableTask;

namespace Seedance.Functions.Generation;

/// <summary>Retry policies of activities. The submit has none, and must never get one.</summary>
internal static class ActivityRetries
{
    /// <summary>For activities that are safe to run twice: storage trouble of up to about an hour is sat out.</summary>
    public static readonly TaskOptions Idempotent = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 18,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5))));
}
