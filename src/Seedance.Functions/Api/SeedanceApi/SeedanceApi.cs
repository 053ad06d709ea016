using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>seedanceapi.org's surface: its own names, types and defaults in front of the same admission and the same records.</summary>
public sealed class SeedanceApi(TaskAdmission admission, TaskRecords records, VideoLinks links, RetryAfter retryAfter)
{
    /// <summary>200 with the task's id; 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function("Generate")]
    public async Task<IResult> GenerateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/generate")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var (record, warnings) = await request.CreateAsync(admission, RequestFormat.SeedanceApi, orchestrations, cancellationToken);
        var started = new StartedTask(record.Id.ToString(), StatusData.StatusOf(record), warnings);
        return Results.Json(new Envelope<StartedTask>(started), ApiJson.Default.EnvelopeStartedTask);
    }

    /// <summary>200 with the task, whichever surface created it; 304, 400 without a task id, 401, 404.</summary>
    [Function("GetStatus")]
    public async Task<IResult> GetStatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/status")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if ((string?)request.Query["task_id"] is not { Length: > 0 } id)
        {
            throw ApiException.Refused(RequestExtensions.InvalidQuery("task_id", "is required"));
        }
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        retryAfter.AddTo(request.HttpContext.Response, record);
        return request.JsonWithTag(new Envelope<StatusData>(new StatusData(record, links)), ApiJson.Default.EnvelopeStatusData);
    }
}
