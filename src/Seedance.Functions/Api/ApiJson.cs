using System.Text.Json.Serialization;

namespace Seedance.Functions.Api;

/// <summary>The JSON of the HTTP surface: snake_case, absent optionals omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
