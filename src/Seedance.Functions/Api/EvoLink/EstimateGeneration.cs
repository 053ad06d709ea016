using Seedance.Functions.Contracts;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>POST /v1/videos/estimates</c>: reads, validates and prices a body exactly as a create does. It submits and records nothing.
/// </summary>
public sealed class EstimateGeneration(RequestReader reader, PriceBook prices, TimeProvider time)
{
    /// <summary>Answers 200 with the estimate, 400 with every reason at once, 401 or 413.</summary>
    [Function(nameof(EstimateGeneration))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/estimates")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(RequestExtensions.MaxBodyBytes, cancellationToken) ?? throw ApiException.BodyTooLarge();
        var reading = reader.Read(RequestFormat.EvoLink, body);
        if (reading is RequestResult.Refused refused) throw ApiException.Refused(refused.Violations);
        var (accepted, warnings) = (RequestResult.Accepted)reading;
        var price = PriceResponse.Of(prices.Price(accepted, time.GetUtcNow()));
        var answer = new EstimateResponse(accepted.Model, accepted.Provider, price)
        {
            Warnings = warnings is { Count: > 0 } ? warnings : null,
        };
        return Results.Json(answer, ApiJson.Default.EstimateResponse);
    }
}
