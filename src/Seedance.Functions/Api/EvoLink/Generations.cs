using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

public sealed class Generations(
    TaskAdmission admission, RequestReader reader, PriceBook prices, VideoLinks links, RetryAfter retryAfter, TimeProvider time)
{
    private const string RespondAsync = "respond-async";

    /// <summary>
    /// 200 with the task: EvoLink's own clients take no other status for success. 202 and where to ask for callers that prefer
    /// <c>respond-async</c> (RFC 7240). 400 with every reason at once, 401, 402, 413, 422 or 503.
    /// </summary>
    [Function("CreateGeneration")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/generations")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var (record, warnings) = await request.CreateAsync(admission, RequestFormat.EvoLink, orchestrations, cancellationToken);
        var task = new TaskResponse(record, links) { Warnings = warnings };
        // A replay may find its task ended: then there is nothing to wait for.
        if (record.IsTerminal || !PrefersAsync(request)) return Results.Json(task, ApiJson.Default.TaskResponse);
        request.HttpContext.Response.Headers["Preference-Applied"] = RespondAsync;
        return Tasks.Accepted(request, record, retryAfter, task);
    }

    /// <summary>200 with what a create of the same body would cost; 400 with every reason at once, 401, 413. Records nothing.</summary>
    [Function("EstimateGeneration")]
    public async Task<IResult> EstimateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/estimates")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var result = reader.Read(RequestFormat.EvoLink, await request.ReadBodyAsync(cancellationToken));
        if (result is RequestResult.Refused refused) throw ApiException.Refused(refused.Violations);
        var (accepted, warnings) = (RequestResult.Accepted)result;
        var price = new PriceResponse(prices.Price(accepted, time.GetUtcNow()));
        var estimate = new EstimateResponse(accepted.Model, accepted.Provider, price) { Warnings = warnings.Count > 0 ? warnings : null };
        return Results.Json(estimate, ApiJson.Default.EstimateResponse);
    }

    private static bool PrefersAsync(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => value!.Split(','))
        .Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase));
}
