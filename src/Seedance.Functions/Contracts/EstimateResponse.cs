namespace Seedance.Functions.Contracts;

/// <summary>The answer of <c>POST /v1/videos/estimates</c>.</summary>
/// <param name="Model">The model that would be chosen.</param>
/// <param name="Provider">The provider that would serve it.</param>
/// <param name="Estimate">What it would cost.</param>
public sealed record EstimateResponse(string Model, string Provider, PriceResponse Estimate)
{
    /// <summary>Always <c>video.generation.estimate</c>.</summary>
    public string Object { get; init; } = "video.generation.estimate";

    /// <summary>Remarks on the request that would not stop it.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
