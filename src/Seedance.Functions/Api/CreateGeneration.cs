using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Requests;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/videos/generations</c>: EvoLink's create. Refuses what the provider would refuse, records the task, starts its
/// orchestration, and answers 200 with the task object: EvoLink's own clients take no other status for success.
/// </summary>
public sealed class CreateGeneration(
    BearerAuthentication authentication, RequestReader reader, GenerationStarter starter, TaskAnswers answers)
{
    /// <summary>Answers 200 with the new task, 400 with every reason at once, 401, 413 or 503.</summary>
    [Function(nameof(CreateGeneration))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/generations")] HttpRequestData request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is not { } client)
        {
            return await BearerAuthentication.RefuseAsync(request, cancellationToken);
        }
        if (await RequestBody.ReadAsync(request, RequestBody.MaxBytes, cancellationToken) is not { } body)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.RequestEntityTooLarge, ApiError.TooLarge, cancellationToken);
        }
        return reader.Read(FrontDoor.EvoLink, body) switch
        {
            RequestReading.Accepted accepted => await StartAsync(request, orchestrations, client, accepted, cancellationToken),
            RequestReading.Refused refused => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.BadRequest, ApiError.Refused(refused.Violations), cancellationToken),
            var reading => throw new InvalidOperationException($"Unforeseen reading {reading.GetType().Name}."),
        };
    }

    private async Task<HttpResponseData> StartAsync(
        HttpRequestData request,
        DurableTaskClient orchestrations,
        Client client,
        RequestReading.Accepted accepted,
        CancellationToken cancellationToken)
    {
        if (!starter.CanServe(accepted.Request.Provider))
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.ServiceUnavailable, ApiError.ProviderNotConfigured(accepted.Request.Provider), cancellationToken);
        }
        var record = await starter.StartAsync(orchestrations, client, accepted.Request, request.Url, cancellationToken);
        var answer = answers.Of(record) with { Warnings = accepted.Warnings is { Count: > 0 } warnings ? warnings : null };
        return await JsonAnswer.WriteAsync(request, HttpStatusCode.OK, answer, ApiJson.Default.TaskAnswer, cancellationToken);
    }
}
