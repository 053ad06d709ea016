using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/tasks/{id}/deliveries</c>: sends the callback of a task that has ended once more, under the same <c>webhook-id</c>. The
/// body of the request is not read.
/// </summary>
public sealed class ResendCallback(TaskRecords records, CallbackResender resender)
{
    /// <summary>
    /// Answers 202 with what was done, 401, 404; 409 while the task has not ended or when it has no callback; 503 when nothing could be
    /// begun.
    /// </summary>
    [Function(nameof(ResendCallback))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/tasks/{id}/deliveries")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        if (record.CallbackUrl is null) throw ApiException.NoCallback();
        if (!record.IsTerminal) throw ApiException.NotEnded(record.State.Word());
        var outcome = await resender.ResendAsync(orchestrations, record, cancellationToken);
        if (outcome == ResendOutcome.Unavailable) throw ApiException.NotResent();
        return Results.Json(ResendResponse.Of(record, outcome), ApiJson.Default.ResendResponse, statusCode: StatusCodes.Status202Accepted);
    }
}
