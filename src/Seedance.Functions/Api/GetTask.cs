using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/tasks/{id}</c>: the task's record, by one table operation. It never wakes the orchestration. With
/// <c>?include=history</c> every transition is shown, with its time and reason.
/// </summary>
public sealed class GetTask(BearerAuthentication authentication, TaskRecords records, TaskAnswers answers)
{
    /// <summary>Answers 200 with the task, 401 without a valid key, 404 for an id that is not this client's.</summary>
    [Function(nameof(GetTask))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client)
        {
            return await BearerAuthentication.RefuseAsync(request, cancellationToken);
        }
        var record = TaskId.TryParse(id, out var taskId) ? await records.FindAsync(client.Name, taskId, cancellationToken) : null;
        return record is null
            ? await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.TaskNotFound, cancellationToken)
            : await JsonAnswer.WriteAsync(
                request, HttpStatusCode.OK, Answer(record, request.Query["include"]), ApiJson.Default.TaskAnswer, cancellationToken);
    }

    private TaskAnswer Answer(TaskRecord record, string? include)
        => include == "history" ? answers.WithHistory(record) : answers.Of(record);
}
