using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>GET /v1/tasks/{id}</c>: the task's record, by one table operation. It never wakes the orchestration. With
/// <c>?include=history</c> every transition is shown, with its time and reason.
/// </summary>
public sealed class GetTask(BearerAuthentication authentication, TaskRecords records, TaskAnswers answers, RetryAfter retryAfter)
{
    /// <summary>
    /// Answers 200 with the task, 304 when the caller has it as it is, 400 for another <c>include</c>, 401 without a valid key, 404
    /// for an id that is not this client's.
    /// </summary>
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
        var include = request.Query["include"];
        if (include is not (null or "history"))
        {
            var violation = QueryViolations.Invalid("include", "can only be history");
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.BadRequest, ApiError.Refused([violation]), cancellationToken);
        }
        var record = TaskId.TryParse(id, out var taskId) ? await records.FindAsync(client.Name, taskId, cancellationToken) : null;
        if (record is null)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.TaskNotFound, cancellationToken);
        }
        var answer = include is null ? answers.Of(record) : answers.WithHistory(record);
        var response = await ConditionalAnswer.WriteAsync(request, answer, ApiJson.Default.TaskAnswer, cancellationToken);
        retryAfter.AddTo(response, record);
        return response;
    }
}
