using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Clients;
using Seedance.Pricing;
using Seedance.Requests;

namespace Seedance.Functions.Api.EvoLink;

/// <summary>
/// <c>POST /v1/videos/estimates</c>: reads, validates and prices a body exactly as a create does. It submits and records nothing.
/// </summary>
public sealed class EstimateGeneration(BearerAuthentication authentication, RequestReader reader, PriceBook prices, TimeProvider time)
{
    /// <summary>Answers 200 with the estimate, 400 with every reason at once, 401 or 413.</summary>
    [Function(nameof(EstimateGeneration))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/estimates")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        if (authentication.Authenticate(request) is null) return await BearerAuthentication.RefuseAsync(request, cancellationToken);
        if (await RequestBody.ReadAsync(request, RequestBody.MaxBytes, cancellationToken) is not { } body)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.RequestEntityTooLarge, ApiError.TooLarge, cancellationToken);
        }
        return reader.Read(FrontDoor.EvoLink, body) switch
        {
            RequestReading.Accepted accepted => await JsonAnswer.WriteAsync(
                request, HttpStatusCode.OK, Answer(accepted), ApiJson.Default.EstimateAnswer, cancellationToken),
            RequestReading.Refused refused => await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.BadRequest, ApiError.Refused(refused.Violations), cancellationToken),
            var reading => throw new InvalidOperationException($"Unforeseen reading {reading.GetType().Name}."),
        };
    }

    private EstimateAnswer Answer(RequestReading.Accepted accepted) => new(
        accepted.Request.Model, accepted.Request.Provider, PriceAnswer.Of(prices.Price(accepted.Request, time.GetUtcNow())))
    {
        Warnings = accepted.Warnings is { Count: > 0 } warnings ? warnings : null,
    };
}
