using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Requests;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>POST /v1/videos/generations</c>: EvoLink's create. Refuses what the provider would refuse, records the task, starts its
/// orchestration, and answers 200 with the task object: EvoLink's own clients take no other status for success. Callers that
/// prefer <c>respond-async</c> (RFC 7240) get 202 and where to ask.
/// </summary>
public sealed class CreateGeneration(Intake intake, TaskAnswers answers, AsyncPattern asyncPattern)
{
    /// <summary>Answers 200 (or 202) with the task, 400 with every reason at once, 401, 402, 413, 422 or 503.</summary>
    [Function(nameof(CreateGeneration))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/generations")] HttpRequestData request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
        => await intake.TakeAsync(FrontDoor.EvoLink, request, orchestrations, cancellationToken) switch
        {
            IntakeOutcome.Accepted accepted => await AcceptAsync(request, accepted, cancellationToken),
            IntakeOutcome.Unauthorized => await BearerAuthentication.RefuseAsync(request, cancellationToken),
            IntakeOutcome.TooLarge => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.RequestEntityTooLarge, ApiError.TooLarge, cancellationToken),
            IntakeOutcome.Refused refused => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.BadRequest, ApiError.Refused(refused.Violations), cancellationToken),
            IntakeOutcome.ProviderNotConfigured missing => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.ServiceUnavailable, ApiError.ProviderNotConfigured(missing.Provider), cancellationToken),
            IntakeOutcome.OverBudget over => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.PaymentRequired, ApiError.OverBudget(over.Refusal), cancellationToken),
            IntakeOutcome.KeyConflict => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.UnprocessableEntity, ApiError.KeyConflict, cancellationToken),
            var outcome => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
        };

    private async Task<HttpResponseData> AcceptAsync(
        HttpRequestData request, IntakeOutcome.Accepted accepted, CancellationToken cancellationToken)
    {
        var answer = answers.Of(accepted.Record) with { Warnings = accepted.Warnings is { Count: > 0 } warnings ? warnings : null };
        // A replay may find its task finished: then there is nothing to wait for.
        var later = AsyncPattern.IsPreferred(request) && !accepted.Record.IsTerminal;
        var response = await JsonAnswer.WriteAsync(
            request, later ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer, ApiJson.Default.TaskAnswer, cancellationToken);
        if (accepted.Replayed) response.Headers.Add(IntakeOutcome.Accepted.ReplayedHeader, "true");
        if (later)
        {
            asyncPattern.Describe(response, accepted.Record);
            AsyncPattern.Confirm(response);
        }
        return response;
    }
}
