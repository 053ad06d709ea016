using Seedance.Functions.Api;

namespace Seedance.Functions.Activities;

/// <summary>
/// Writes a result as a word, and behind it the time that the caller asked for: <c>"TryAgain 00:02:00"</c>. The word alone is what
/// histories of before hold, which orchestrations that are under way must still be able to read.
/// </summary>
internal sealed class DeliveryResultJsonConverter : JsonConverter<DeliveryResult>
{
    private const string TimeFormat = "c";

    public override DeliveryResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = (reader.GetString() ?? throw new JsonException("A result is a text.")).Split(' ');
        return new DeliveryResult(
            Enum.Parse<DeliveryKind>(parts[0]),
            parts.Length > 1 ? TimeSpan.ParseExact(parts[1], TimeFormat, CultureInfo.InvariantCulture) : null);
    }

    public override void Write(Utf8JsonWriter writer, DeliveryResult value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.RetryAfter is { } asked
            ? $"{value.Kind} {asked.ToString(TimeFormat, CultureInfo.InvariantCulture)}"
            : value.Kind.ToString());
}
