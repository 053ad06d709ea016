namespace Seedance.Functions.Storage;

/// <summary>
/// The id of a task, shaped like EvoLink's: <c>task-&lt;unix seconds&gt;-&lt;16 random characters&gt;</c>. It is also the orchestration's
/// instance id, and it contains both parts of the record's row key, so that a read by id is a point read.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly partial record struct TaskId
{
    public const int Length = 32;

    private const string Prefix = "task-";
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int SecondsLength = 10;
    private const int RandomLength = 16;
    private const long LastSecond = 9_999_999_999;

    private readonly string _value;

    private TaskId(string value) => _value = value;

    /// <summary>The row key of the task's record: inverted creation time first, so that rows lie newest first.</summary>
    public string RowKey => RowKeyOf(CreatedAt.ToUnixTimeSeconds()) + _value[(Prefix.Length + SecondsLength)..];

    /// <summary>Creation time and random part: sorts oldest first.</summary>
    public string Chronological => _value[Prefix.Length..];

    /// <summary>When the task was created, to the second.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(_value.AsSpan(Prefix.Length, SecondsLength), CultureInfo.InvariantCulture));

    /// <summary>Makes an id; 80 random bits keep ids of one second apart.</summary>
    public static TaskId New(DateTimeOffset createdAt) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{createdAt.ToUnixTimeSeconds():D10}-{RandomNumberGenerator.GetString(Alphabet, RandomLength)}"));

    /// <summary>Reads an id; false for anything of another shape.</summary>
    public static bool TryParse(string? text, out TaskId id)
    {
        var wellFormed = text is not null && Shape().IsMatch(text);
        id = wellFormed ? new TaskId(text!) : default;
        return wellFormed;
    }

    /// <summary>The row key prefix of tasks created in the given Unix second.</summary>
    public static string RowKeyOf(long unixSeconds) => (LastSecond - unixSeconds).ToString("D10", CultureInfo.InvariantCulture);

    public override string ToString() => _value;

    [GeneratedRegex(@"\Atask-[0-9]{10}-[0-9a-z]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    internal sealed class Json : JsonConverter<TaskId>
    {
        public override TaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var id)
                ? id : throw new JsonException("No task id.");

        public override void Write(Utf8JsonWriter writer, TaskId value, JsonSerializerOptions options)
            => writer.WriteStringValue(value._value);
    }
}
