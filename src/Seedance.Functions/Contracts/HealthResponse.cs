namespace Seedance.Functions.Contracts;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Storage"><c>ok</c>, or which storage does not answer.</param>
/// <param name="Missing">Settings without which some requests are refused, such as a provider's API key.</param>
public sealed record HealthResponse(string Status, string Storage, IReadOnlyList<string>? Missing);
