using Microsoft.DurableTask;
using Seedance.Functions.Activities;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>The attempts to deliver the callback of a task.</summary>
public sealed partial class TaskDeliveries(TaskRecords records, Deliveries deliveries, ILogger<TaskDeliveries> logger)
{
    internal const string Started = "started";
    internal const string Woken = "woken";

    private const int MaxListed = 100;
    private const int MaxTries = 3;

    /// <summary>200 with the newest attempts, without address and response; none for a task without a callback. 401, 404.</summary>
    [Function("ListDeliveries")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}/deliveries")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var found = await deliveries.FindAsync(record.Client, record.Id, MaxListed + 1, cancellationToken);
        var response = new DeliveryListResponse([.. found.Take(MaxListed).Select(DeliveryResponse.Of)], found.Count > MaxListed);
        return Results.Json(response, ApiJson.Default.DeliveryListResponse);
    }

    /// <summary>
    /// Delivers the callback of an ended task again, under the same <c>webhook-id</c>: the orchestration that delivers is woken when it
    /// runs and started again when it does not, so that two never run at once. 202; 401, 404, 409 before the task has ended, without a
    /// callback, and when the orchestration was woken too often; 503.
    /// </summary>
    [Function("ResendCallback")]
    public async Task<IResult> ResendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/deliveries")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        if (record.CallbackUrl is null) throw ApiException.NoCallback();
        if (!record.IsTerminal) throw ApiException.NotEnded(record.State.Word());
        var action = await StartOrWakeAsync(orchestrations, record, cancellationToken);
        var message = action == Started
            ? "The callback is delivered now, and retried for a day until the caller takes it."
            : "The callback is being retried; the next attempt is made now.";
        return Results.Json(
            new ResendResponse(record.Id.ToString(), DeliverCallback.MessageIdOf(record), action, message),
            ApiJson.Default.ResendResponse,
            statusCode: StatusCodes.Status202Accepted);
    }

    private async Task<string> StartOrWakeAsync(DurableTaskClient orchestrations, TaskRecord record, CancellationToken cancellationToken)
    {
        var task = record.Id.ToString();
        var notification = new Notification(record.Client, record.Id, Recovered: record.RecoveredAt is not null);
        var (instance, starter) = (notification.InstanceId, notification.Recovered ? RecoverVideo.InstanceIdFor(record.Id) : task);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var found = await FindAsync(instance);
            if (found is { IsCompleted: false })
            {
                if (found.SerializedCustomStatus?.Contains(NotifyCaller.OnlyScheduled, StringComparison.Ordinal) == true)
                {
                    throw ApiException.ResentTooOften();
                }
                if (await TryAsync(() => orchestrations.RaiseEventAsync(instance, NotifyCaller.SendNow, "asked for")))
                {
                    return Woken;
                }
                continue;
            }
            // What ended the task, if it still runs, is about to start it. Its child must not find the id taken: it would wait for ever.
            if (found is null && await FindAsync(starter) is { IsCompleted: false }) return Started;
            var newest = await deliveries.FindAsync(record.Client, record.Id, 1, cancellationToken);
            var input = notification with { AttemptsBefore = newest is [var last] ? last.Attempt : 0 };
            var options = new StartOrchestrationOptions(instance);
            if (await TryAsync(() => orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(NotifyCaller), input, options)))
            {
                return Started;
            }
        }
        throw ApiException.NotResent();

        Task<OrchestrationMetadata?> FindAsync(string instanceId) => orchestrations
            .GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken)
            .WaitAsync(TaskAdmission.TaskHubTimeout, cancellationToken);

        // Fails when the orchestration ends just now, or when another request starts it: the next look tells.
        async Task<bool> TryAsync(Func<Task> send)
        {
            try
            {
                await send().WaitAsync(TaskAdmission.TaskHubTimeout, CancellationToken.None);
                return true;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                LogNotResent(task, failure);
                return false;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: the orchestration of its callback could not be started or woken.")]
    private partial void LogNotResent(string taskId, Exception failure);
}
