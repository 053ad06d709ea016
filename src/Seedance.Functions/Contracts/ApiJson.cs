namespace Seedance.Functions.Contracts;

/// <summary>The JSON of the HTTP surface: snake_case, absent optionals omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskListAnswer))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(DeliveryListAnswer))]
[JsonSerializable(typeof(ResendAnswer))]
[JsonSerializable(typeof(EstimateAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(Envelope<StartedTask>))]
[JsonSerializable(typeof(Envelope<StatusData>))]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
