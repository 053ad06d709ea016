using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

/// <summary><c>POST /v1/generate</c>: seedanceapi.org's create. Behind its own names, types and defaults it is the same way in.</summary>
public sealed class Generate(TaskAdmission admission)
{
    /// <summary>Answers 200 with the task's id, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(Generate))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/generate")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var (record, warnings) = await request.CreateAsync(admission, RequestFormat.SeedanceApi, orchestrations, cancellationToken);
        var started = new StartedTask(record.Id.ToString(), StatusResponses.StatusOf(record), warnings);
        return Results.Json(new Envelope<StartedTask>(started), ApiJson.Default.EnvelopeStartedTask);
    }
}
