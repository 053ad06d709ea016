namespace Seedance.Functions.Contracts;

/// <summary>The JSON of the HTTP surface: snake_case, absent optionals omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskResponse))]
[JsonSerializable(typeof(TaskListResponse))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(DeliveryListResponse))]
[JsonSerializable(typeof(ResendResponse))]
[JsonSerializable(typeof(EstimateResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(Envelope<StartedTask>))]
[JsonSerializable(typeof(Envelope<StatusData>))]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Storage"><c>ok</c>, or which storage does not respond.</param>
/// <param name="Missing">Settings without which some requests are refused, such as a provider's API key.</param>
public sealed record HealthResponse(string Status, string Storage, IReadOnlyList<string>? Missing);
