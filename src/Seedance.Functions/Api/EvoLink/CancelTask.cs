using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Orchestrations;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/tasks/{id}/cancel</c>: stops the workflow. Before the submit nothing is paid; after it no claim is made about the
/// provider's charge, since neither provider documents a cancel.
/// </summary>
public sealed partial class CancelTask(TaskRecords records, TaskResponses answers, ILogger<CancelTask> logger)
{
    /// <summary>
    /// Answers 202 with the task: the workflow records the cancel within moments. 200 when it is cancelled already, 409 when it has
    /// ended otherwise, 401, 404, 503 when the workflow cannot be reached.
    /// </summary>
    [Function(nameof(CancelTask))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        if (record.IsTerminal && record.State != TaskState.Cancelled) throw ApiException.NotCancellable(record.State.Word());
        if (!record.IsTerminal && !await TryRaiseAsync(orchestrations, id)) throw ApiException.NotStartedYet();
        return Results.Json(
            answers.Of(record),
            ApiJson.Default.TaskResponse,
            statusCode: record.IsTerminal ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private async Task<bool> TryRaiseAsync(DurableTaskClient orchestrations, string id)
    {
        try
        {
            await orchestrations.RaiseEventAsync(id, GenerationSignals.Cancel, "cancelled by the caller", CancellationToken.None)
                .WaitAsync(TaskAdmission.TaskHubTimeout);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotRaised(logger, id, failure.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The cancel of task {TaskId} did not reach its orchestration: {Reason}")]
        public static partial void NotRaised(ILogger logger, string taskId, string reason);
    }
}
