using System.Runtime.InteropServices;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>The body of a batch, <c>{"requests":[...],"concurrency":n}</c>, where each request is a body of a create.</summary>
internal sealed class BatchBody
{
    private const int Max = BatchRecord.MaxTasks;

    private readonly List<VideoRequest> _requests = [];
    private readonly List<string> _warnings = [];
    private readonly List<RequestViolation> _violations = [];

    private BatchBody()
    {
    }

    /// <summary>The requests in their order; complete only if there is no violation.</summary>
    public IReadOnlyList<VideoRequest> Requests => _requests;

    /// <summary>How many can run at once: all of them unless the body says otherwise.</summary>
    public int Concurrency { get; private set; } = Max;

    /// <summary>Remarks that do not stop the batch.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Every reason against the body and each of its requests.</summary>
    public IReadOnlyList<RequestViolation> Violations => _violations;

    /// <summary>Reads and validates. Never throws, whatever the bytes are.</summary>
    public static BatchBody Read(RequestReader reader, ReadOnlySpan<byte> json)
    {
        var body = new BatchBody();
        try
        {
            var items = body.ReadMembers(JsonElement.Parse(json));
            for (var i = 0; i < items.Length; i++) body.ReadItem(reader, $"requests[{i}]", items[i]);
        }
        catch (JsonException invalid)
        {
            body.Refuse("", ViolationCodes.InvalidJson,
                $"The body is not valid JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // What JsonElement throws for text that is not Unicode.
            body.Refuse("", ViolationCodes.InvalidJson, "The body contains text that is not valid Unicode.");
        }
        return body;
    }

    /// <returns>The requests, no more than are allowed.</returns>
    private JsonElement[] ReadMembers(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Refuse("", ViolationCodes.InvalidJson, "The body must be a JSON object.");
            return [];
        }
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in root.EnumerateObject())
        {
            var name = member.Name;
            if (name is not ("requests" or "concurrency"))
                Refuse(name, ViolationCodes.UnknownParameter, $"There is no parameter '{name}' here; there are 'requests' and 'concurrency'.");
            else if (!members.TryAdd(name, member.Value))
                Refuse(name, ViolationCodes.DuplicateParameter, $"{name} is given more than once.");
        }
        if (members.TryGetValue("concurrency", out var concurrency)) ReadConcurrency(concurrency);
        if (!members.TryGetValue("requests", out var requests)) RefuseRequests(ViolationCodes.InvalidBatchSize);
        else if (requests.ValueKind != JsonValueKind.Array) RefuseRequests(ViolationCodes.InvalidParameterType);
        else return TakeItems(requests);
        return [];
    }

    private void ReadConcurrency(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 1 and <= Max) Concurrency = number;
        else Refuse("concurrency", ViolationCodes.InvalidConcurrency, $"concurrency must be a whole number from 1 to {Max}.");
    }

    private JsonElement[] TakeItems(JsonElement requests)
    {
        if (requests.GetArrayLength() is 0 or > Max)
        {
            Refuse("requests", ViolationCodes.InvalidBatchSize,
                $"requests holds {requests.GetArrayLength()} requests; it must hold 1 to {Max}.");
        }
        return [.. requests.EnumerateArray().Take(Max)];
    }

    private void ReadItem(RequestReader reader, string path, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, ViolationCodes.InvalidParameterType, $"{path} must be an object.");
            return;
        }
        switch (reader.Read(RequestFormat.EvoLink, JsonMarshal.GetRawUtf8Value(item).ToArray()))
        {
            case RequestResult.Accepted accepted:
                _requests.Add(accepted.Request);
                _warnings.AddRange(accepted.Warnings.Select(warning => $"{path}: {warning}"));
                break;
            case RequestResult.Refused refused:
                _violations.AddRange(refused.Violations.Select(
                    each => each with { Param = each.Param.Length == 0 ? path : $"{path}.{each.Param}" }));
                break;
        }
    }

    private void RefuseRequests(string code) => Refuse("requests", code, $"requests must be an array of 1 to {Max} requests.");

    private void Refuse(string param, string code, string message) => _violations.Add(new RequestViolation(param, code, message));
}
