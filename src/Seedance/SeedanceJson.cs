using System.Text.Json.Serialization;
using Seedance.Pricing;
using Seedance.Providers;
using Seedance.Requests;

namespace Seedance;

/// <summary>The JSON that the service keeps for itself: orchestration inputs and outputs, table rows. Not what callers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VideoRequest))]
[JsonSerializable(typeof(TaskFailure))]
[JsonSerializable(typeof(ProviderTask))]
[JsonSerializable(typeof(SubmitOutcome))]
[JsonSerializable(typeof(PollOutcome))]
[JsonSerializable(typeof(Estimate))]
[JsonSerializable(typeof(RequestViolation))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
public sealed partial class SeedanceJson : JsonSerializerContext;
