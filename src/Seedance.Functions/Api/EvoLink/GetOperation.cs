using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/operations/{id}</c>: the task for clients that follow the 202 pattern by themselves. One table operation.
/// </summary>
public sealed class GetOperation(TaskRecords records, TaskResponses answers, RetryAfter retryAfter)
{
    /// <summary>Answers 202 with <c>Retry-After</c> while the task runs, 200 when it has ended, however it has; 401, 404.</summary>
    [Function(nameof(GetOperation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        if (record.IsTerminal) return Results.Json(answers.Of(record), ApiJson.Default.TaskResponse);
        return Accepted(request, record, retryAfter, answers.Of(record));
    }
    /// <summary>
    /// The 202 that Logic Apps, Data Factory and Durable's <c>CallHttp</c> follow by themselves: it says where to ask (an absolute
    /// URL, since not all of them resolve a relative one) and when.
    /// </summary>
    internal static IResult Accepted(HttpRequest request, TaskRecord record, RetryAfter retryAfter, TaskResponse answer)
    {
        request.HttpContext.Response.Headers.Location = $"{record.LinkBase}/v1/operations/{record.Id}";
        retryAfter.AddTo(request.HttpContext.Response, record);
        return Results.Json(answer, ApiJson.Default.TaskResponse, statusCode: StatusCodes.Status202Accepted);
    }
}
