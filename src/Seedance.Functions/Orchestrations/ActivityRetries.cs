using Microsoft.DurableTask;
namespace Seedance.Functions.Orchestrations;

/// <summary>Retry policies of activities. The submit has none, and must never get one.</summary>
internal static class ActivityRetries
{
    /// <summary>For activities that are safe to run twice: storage trouble of up to a day is sat out, in fewer than 300 rows.</summary>
    public static readonly TaskOptions Idempotent = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 35,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromHours(1))));
}
