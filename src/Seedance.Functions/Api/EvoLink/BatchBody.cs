using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// Takes the body of a batch apart: <c>{"requests":[...],"concurrency":n}</c>. What a request holds is not looked at; each is handed on
/// as the bytes it is.
/// </summary>
internal sealed class BatchBody
{
    private const string Requests = "requests";
    private const string Concurrency = "concurrency";

    private readonly List<RequestViolation> _violations = [];
    private readonly List<ReadOnlyMemory<byte>> _items = [];
    private int _count;
    private int? _concurrency;
    private bool _hasRequests;
    private bool _hasConcurrency;

    public IReadOnlyList<RequestViolation> Violations => _violations;

    /// <summary>The requests, as many as are allowed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items => _items;

    /// <summary>How many may be under way at once: all of them unless the body says otherwise.</summary>
    public int MaxAtOnce => _concurrency ?? BatchRecord.MaxTasks;

    public static BatchBody Parse(ReadOnlyMemory<byte> json)
    {
        var body = new BatchBody();
        try
        {
            body.Read(json);
        }
        catch (JsonException invalid)
        {
            body.Refuse("", ViolationCodes.InvalidJson,
                $"The body is not valid JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's answer to text that is not Unicode.
            body.Refuse("", ViolationCodes.InvalidJson, "The body contains text that is not valid Unicode.");
        }
        return body;
    }

    private void Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse("", ViolationCodes.InvalidJson, "The body must be a JSON object.");
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case Requests:
                    ReadRequests(json, ref reader);
                    break;
                case Concurrency:
                    ReadConcurrency(ref reader);
                    break;
                default:
                    Refuse(name, ViolationCodes.UnknownParameter,
                        $"There is no parameter '{name}' here; there are '{Requests}' and '{Concurrency}'.");
                    reader.Skip();
                    break;
            }
        }
        // Reads to the end, so that what follows the object is found wrong.
        while (reader.Read())
        {
        }
        if (!_hasRequests)
        {
            Refuse(Requests, ViolationCodes.InvalidBatchSize, $"{Requests} must be an array of 1 to {BatchRecord.MaxTasks} requests.");
        }
        else if (_count is 0 or > BatchRecord.MaxTasks)
        {
            Refuse(Requests, ViolationCodes.InvalidBatchSize,
                $"{Requests} holds {_count} requests; it must hold 1 to {BatchRecord.MaxTasks}.");
        }
    }

    private void ReadRequests(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        Once(ref _hasRequests, Requests);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _count = 1;
            Refuse(Requests, ViolationCodes.InvalidParameterType, $"{Requests} must be an array of 1 to {BatchRecord.MaxTasks} requests.");
            reader.Skip();
            return;
        }
        _count = 0;
        _items.Clear();
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; _count++)
        {
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (_count >= BatchRecord.MaxTasks) continue;
            if (!isObject) Refuse($"{Requests}[{_count}]", ViolationCodes.InvalidParameterType, $"{Requests}[{_count}] must be an object.");
            _items.Add(isObject ? json[start..(int)reader.BytesConsumed] : default);
        }
    }

    private void ReadConcurrency(ref Utf8JsonReader reader)
    {
        Once(ref _hasConcurrency, Concurrency);
        _concurrency = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
        if (_concurrency is not (>= 1 and <= BatchRecord.MaxTasks))
        {
            Refuse(Concurrency, ViolationCodes.InvalidConcurrency,
                $"{Concurrency} must be a whole number from 1 to {BatchRecord.MaxTasks}.");
        }
        reader.Skip();
    }

    private void Once(ref bool seen, string name)
    {
        if (seen) Refuse(name, ViolationCodes.DuplicateParameter, $"{name} is given more than once.");
        seen = true;
    }

    private void Refuse(string param, string code, string message) => _violations.Add(new RequestViolation(param, code, message));
}
