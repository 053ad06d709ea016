using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/videos/generations</c>: EvoLink's create. Refuses what the provider would refuse, records the task, starts its
/// orchestration, and answers 200 with the task object: EvoLink's own clients take no other status for success. Callers that
/// prefer <c>respond-async</c> (RFC 7240) get 202 and where to ask.
/// </summary>
public sealed class CreateGeneration(TaskAdmission admission, TaskResponses answers, RetryAfter retryAfter)
{
    private const string RespondAsync = "respond-async";

    /// <summary>Answers 200 (or 202) with the task, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(CreateGeneration))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/generations")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var (record, warnings) = await request.CreateAsync(admission, RequestFormat.EvoLink, orchestrations, cancellationToken);
        var answer = answers.Of(record) with { Warnings = warnings };
        // A replay may find its task finished: then there is nothing to wait for.
        if (record.IsTerminal || !PrefersAsync(request)) return Results.Json(answer, ApiJson.Default.TaskResponse);
        request.HttpContext.Response.Headers["Preference-Applied"] = RespondAsync;
        return GetOperation.Accepted(request, record, retryAfter, answer);
    }

    private static bool PrefersAsync(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => value!.Split(','))
        .Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase));
}
