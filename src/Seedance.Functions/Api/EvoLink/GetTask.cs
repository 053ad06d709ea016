using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/tasks/{id}</c>: the task's record, by one table operation. It never wakes the orchestration. With
/// <c>?include=history</c> every transition is shown, with its time and reason.
/// </summary>
public sealed class GetTask(TaskRecords records, TaskResponses answers, RetryAfter retryAfter)
{
    /// <summary>
    /// Answers 200 with the task, 304 when the caller has it as it is, 400 for another <c>include</c>, 401 without a valid key, 404
    /// for an id that is not this client's.
    /// </summary>
    [Function(nameof(GetTask))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/tasks/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        string? include = request.Query["include"];
        if (include is not (null or "history")) throw ApiException.Refused(QueryViolations.Invalid("include", "can only be history"));
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        retryAfter.AddTo(request.HttpContext.Response, record);
        return ConditionalJson.Of(request, include is null ? answers.Of(record) : answers.WithHistory(record), ApiJson.Default.TaskResponse);
    }
}
