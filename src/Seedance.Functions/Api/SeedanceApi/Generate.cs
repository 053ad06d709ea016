using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Requests;

namespace Seedance.Functions.Api.SeedanceApi;

/// <summary><c>POST /v1/generate</c>: seedanceapi.org's create. Behind its own names, types and defaults it is the same way in.</summary>
public sealed class Generate(Intake intake)
{
    /// <summary>Answers 200 with the task's id, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(Generate))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/generate")] HttpRequestData request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var outcome = await intake.TakeAsync(FrontDoor.SeedanceApi, request, orchestrations, cancellationToken);
        if (outcome is IntakeOutcome.Accepted accepted) return await AcceptAsync(request, accepted, cancellationToken);

        var error = outcome switch
        {
            IntakeOutcome.Unauthorized => ErrorEnvelope.InvalidApiKey,
            IntakeOutcome.TooLarge => ErrorEnvelope.TooLarge,
            IntakeOutcome.Refused refused => ErrorEnvelope.Refused(refused.Violations),
            IntakeOutcome.ProviderNotConfigured missing => ErrorEnvelope.ProviderNotConfigured(missing.Provider),
            IntakeOutcome.OverBudget over => ErrorEnvelope.OverBudget(over.Refusal),
            IntakeOutcome.KeyConflict => ErrorEnvelope.KeyConflict,
            _ => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
        };
        return await error.WriteAsync(request, cancellationToken);
    }

    private static async Task<HttpResponseData> AcceptAsync(
        HttpRequestData request, IntakeOutcome.Accepted accepted, CancellationToken cancellationToken)
    {
        var started = new StartedTask(
            accepted.Record.Id.ToString(),
            StatusAnswers.StatusOf(accepted.Record),
            accepted.Warnings is { Count: > 0 } warnings ? warnings : null);
        var response = await JsonAnswer.WriteAsync(
            request, HttpStatusCode.OK, new Envelope<StartedTask>(started), ApiJson.Default.EnvelopeStartedTask, cancellationToken);
        if (accepted.Replayed) response.Headers.Add(IntakeOutcome.Accepted.ReplayedHeader, "true");
        return response;
    }
}
