using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/status?task_id=</c>: seedanceapi.org's query, by one table operation. Tasks of either front door can be read here.
/// </summary>
public sealed class GetStatus(TaskRecords records, StatusResponses answers, RetryAfter retryAfter)
{
    private const string TaskIdParameter = "task_id";

    /// <summary>
    /// Answers 200 with the task, 304 when the caller has it as it is, 400 without a task id, 401, 404 for an id that is not this
    /// client's.
    /// </summary>
    [Function(nameof(GetStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/status")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if ((string?)request.Query[TaskIdParameter] is not { Length: > 0 } id)
        {
            throw ApiException.Refused(QueryViolations.Invalid(TaskIdParameter, "is required"));
        }
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        retryAfter.AddTo(request.HttpContext.Response, record);
        return ConditionalJson.Of(request, new Envelope<StatusData>(answers.Of(record)), ApiJson.Default.EnvelopeStatusData);
    }
}
