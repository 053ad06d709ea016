using Microsoft.DurableTask;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>Another look for the video of a task that failed although it may be paid.</summary>
public sealed partial class TaskRecovery(
    TaskRecords records,
    Deliveries deliveries,
    IdempotencyKeys keys,
    VideoProviders providers,
    GenerationInputs inputs,
    ClientDirectory clients,
    VideoLinks links,
    TimeProvider time,
    ILogger<TaskRecovery> logger)
{
    private const string ProviderTaskIdMember = "provider_task_id";
    private const int MaxProviderTaskId = 512;

    // Providers delete a video after 24 hours: an older task cannot be the one that is named.
    private static readonly TimeSpan ProviderMemory = TimeSpan.FromDays(2);

    /// <summary>
    /// Asks the provider once, which costs nothing, whether a failed task has a video after all. 202 when it has: it is stored, the task
    /// becomes completed and the caller is told under a new message id. <c>{"provider_task_id":"..."}</c> names the provider's task where
    /// the outcome of the submit is unknown. 400 for another body, 401, 404; 409 with the provider's words when there is nothing to
    /// recover; 503 when the provider cannot be asked.
    /// </summary>
    [Function("RecoverTask")]
    public async Task<IResult> RecoverAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/recover")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        var named = ProviderTaskIdIn(await request.ReadBodyAsync(cancellationToken));
        var providerTaskId = ProviderTaskIdOf(record, named);
        var instance = RecoverVideo.InstanceIdFor(record.Id);
        var running = await orchestrations.GetInstanceAsync(instance, cancellationToken)
            .WaitAsync(TaskAdmission.TaskHubTimeout, cancellationToken);
        if (running is not { IsCompleted: false })
        {
            var found = await FindVideoAsync(record.Request.Provider, providerTaskId, cancellationToken);
            if (record.ProviderTaskId is null) await ClaimAsync(record, providerTaskId, cancellationToken);
            record = await records.ChangeAsync(record.Client, record.Id, current => Recovering(current, found), cancellationToken);
            await StartAsync(orchestrations, instance, record);
            LogRecovering(record.Id.ToString(), providerTaskId);
        }
        return Results.Json(new TaskResponse(record, links), ApiJson.Default.TaskResponse, statusCode: StatusCodes.Status202Accepted);
    }

    /// <exception cref="ApiException">400.</exception>
    private static string? ProviderTaskIdIn(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            var members = json.RootElement.EnumerateObject().ToList();
            if (members is [] or [{ Name: ProviderTaskIdMember, Value.ValueKind: JsonValueKind.Null }]) return null;
            if (members is [{ Name: ProviderTaskIdMember, Value: var value }]
                && value.GetString() is { Length: > 0 and <= MaxProviderTaskId } named)
            {
                return named;
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, no object, or text that is not Unicode: refused below.
        }
        throw ApiException.Refused(new RequestViolation(
            ProviderTaskIdMember, ViolationCodes.InvalidParameter, "The body can be empty, or {\"provider_task_id\":\"...\"}."));
    }

    /// <exception cref="ApiException">400, 409.</exception>
    private static string ProviderTaskIdOf(TaskRecord record, string? named)
    {
        if (record.State != TaskState.Failed)
        {
            throw ApiException.NotRecoverable($"The task is {record.State.Word()}; only a failed one can be recovered.");
        }
        if (record.ProviderTaskId is { } known)
        {
            return named is null || named == known
                ? known : throw ApiException.NotRecoverable($"The provider's id of this task is {known}, not {named}.");
        }
        if (record.Failure?.Code != FailureCodes.SubmitOutcomeUnknown)
        {
            throw ApiException.NotRecoverable("The provider never took this task, so there is no video and nothing was paid.");
        }
        return named ?? throw ApiException.Refused(new RequestViolation(
            ProviderTaskIdMember, ViolationCodes.InvalidParameter,
            "It is not known which of the provider's tasks this one became. Name it: {\"provider_task_id\":\"...\"}."));
    }

    /// <exception cref="ApiException">409, 503.</exception>
    private async Task<ProviderTask> FindVideoAsync(string provider, string providerTaskId, CancellationToken cancellationToken)
    {
        switch (await providers.Get(provider).GetAsync(providerTaskId, cancellationToken))
        {
            case PollOutcome.Found { Task: { State: TaskState.Completed, ResultUrls.Count: > 0 } task }:
                return task;
            case PollOutcome.Found { Task: var task }:
                var said = task.Failure is { } failure ? $"{task.ProviderStatus}: {failure.Message}" : task.ProviderStatus;
                throw ApiException.NotRecoverable($"The provider has no video of {providerTaskId}. It says \"{said}\".");
            case PollOutcome.Unavailable { Reason: var reason, RetryAfter: var retryAfter }:
                throw ApiException.ProviderUnavailable(reason, retryAfter);
            default:
                throw ApiException.NotRecoverable($"The provider does not know {providerTaskId}. It keeps tasks for 24 hours.");
        }
    }

    /// <summary>Makes sure that the provider's task is no other task's, and becomes no other's.</summary>
    /// <exception cref="ApiException">409.</exception>
    private async Task ClaimAsync(TaskRecord record, string providerTaskId, CancellationToken cancellationToken)
    {
        var provider = record.Request.Provider;
        var key = HashedKey.Of("provider task", provider, providerTaskId);
        // In a partition of the provider's name, since two clients may name the same task.
        var use = await keys.UseAsync(provider, key, key.Hash, record.Id, cancellationToken);
        var isTaken = use.TaskId != record.Id;
        foreach (var client in clients.Names)
        {
            isTaken = isTaken || await records.HasProviderTaskAsync(
                client, provider, providerTaskId, time.GetUtcNow() - ProviderMemory, record.Id, cancellationToken);
        }
        if (isTaken) throw ApiException.NotRecoverable($"The provider's task {providerTaskId} belongs to another task.");
    }

    /// <summary>The record while its video is stored; it stays failed until that is done.</summary>
    private TaskRecord? Recovering(TaskRecord record, ProviderTask found)
    {
        if (record.State != TaskState.Failed) return null;
        return record.Noted($"recovery: the provider says {found.ProviderStatus}", time.GetUtcNow()) with
        {
            Submission = SubmissionState.Accepted,
            ProviderTaskId = record.ProviderTaskId ?? found.Id,
            CreditsCharged = found.CreditsCharged ?? record.CreditsCharged,
        };
    }

    private async Task StartAsync(DurableTaskClient orchestrations, string instance, TaskRecord record)
    {
        var newest = await deliveries.FindAsync(record.Client, record.Id, 1, CancellationToken.None);
        var input = new Recovery(inputs.ForRecovery(record, time.GetUtcNow()), newest is [var last] ? last.Attempt : 0);
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RecoverVideo), input, new StartOrchestrationOptions(instance))
                .WaitAsync(TaskAdmission.TaskHubTimeout, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotStarted(record.Id.ToString(), failure);
            throw ApiException.NotRecoveredYet();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId} is being recovered from the provider's {ProviderTaskId}.")]
    private partial void LogRecovering(string taskId, string providerTaskId);

    [LoggerMessage(2, LogLevel.Warning, "The recovery of task {TaskId} could not be started.")]
    private partial void LogNotStarted(string taskId, Exception failure);
}
