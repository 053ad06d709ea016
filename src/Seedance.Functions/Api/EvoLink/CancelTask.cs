using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>POST /v1/tasks/{id}/cancel</c>: stops the workflow. Before the submit nothing is paid; after it no claim is made about the
/// provider's charge, since neither provider documents a cancel.
/// </summary>
public sealed partial class CancelTask(
    BearerAuthentication authentication, TaskRecords records, TaskAnswers answers, ILogger<CancelTask> logger)
{
    /// <summary>
    /// Answers 202 with the task: the workflow records the cancel within moments. 200 when it is cancelled already, 409 when it has
    /// ended otherwise, 401, 404, 503 when the workflow cannot be reached.
    /// </summary>
    [Function(nameof(CancelTask))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/cancel")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var (record, refusal) = await RequestedTask.FindAsync(authentication, records, request, id, cancellationToken);
        if (record is null) return refusal!;
        if (record.IsTerminal && record.State != TaskState.Cancelled)
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.Conflict, ApiError.NotCancellable(record.State.Word()), cancellationToken);
        }
        if (!record.IsTerminal && !await TryRaiseAsync(orchestrations, id))
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.ServiceUnavailable, ApiError.NotStartedYet, cancellationToken);
        }
        return await JsonAnswer.WriteAsync(
            request, record.IsTerminal ? HttpStatusCode.OK : HttpStatusCode.Accepted, answers.Of(record), ApiJson.Default.TaskAnswer, cancellationToken);
    }

    private async Task<bool> TryRaiseAsync(DurableTaskClient orchestrations, string id)
    {
        try
        {
            await orchestrations.RaiseEventAsync(id, GenerationSignals.Cancel, "cancelled by the caller", CancellationToken.None);
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
