using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;

namespace Seedance.Functions.Api.SeedanceApi;

/// <summary>
/// <c>GET /v1/status?task_id=</c>: seedanceapi.org's query, by one table operation. Tasks of either front door can be read here.
/// </summary>
public sealed class GetStatus(BearerAuthentication authentication, TaskRecords records, StatusAnswers answers, RetryAfter retryAfter)
{
    private const string TaskIdParameter = "task_id";

    /// <summary>
    /// Answers 200 with the task, 304 when the caller has it as it is, 400 without a task id, 401, 404 for an id that is not this
    /// client's.
    /// </summary>
    [Function(nameof(GetStatus))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/status")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client)
        {
            return await ErrorEnvelope.InvalidApiKey.WriteAsync(request, cancellationToken);
        }
        if (request.Query[TaskIdParameter] is not { Length: > 0 } id)
        {
            var violation = QueryViolations.Invalid(TaskIdParameter, "is required");
            return await ErrorEnvelope.Refused([violation]).WriteAsync(request, cancellationToken);
        }
        var record = TaskId.TryParse(id, out var taskId) ? await records.FindAsync(client.Name, taskId, cancellationToken) : null;
        if (record is null) return await ErrorEnvelope.TaskNotFound.WriteAsync(request, cancellationToken);

        var response = await ConditionalAnswer.WriteAsync(
            request, new Envelope<StatusData>(answers.Of(record)), ApiJson.Default.EnvelopeStatusData, cancellationToken);
        retryAfter.AddTo(response, record);
        return response;
    }
}
