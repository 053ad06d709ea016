namespace Seedance.Functions.Activities;

/// <summary>The JSON of an event's data: snake_case, absent optionals omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutcomeEventData))]
internal sealed partial class EventJson : JsonSerializerContext;
