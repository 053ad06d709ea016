using System.Runtime.InteropServices;
using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

public sealed class Batches(RequestReader reader, TaskAdmission admission, BatchRecords batches, VideoLinks links, RetryAfter retryAfter)
{
    // 50 requests, each as long as any that is valid.
    internal const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// 200 with the batch and its tasks: all requests are valid and fit the budget together, and one orchestration starts them, so many at
    /// a time. 400 with every reason at once, 401, 402, 413, 422 or 503.
    /// </summary>
    [Function("CreateBatch")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/videos/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var client = request.Client();
        var json = await request.ReadBodyAsync(MaxBytes, cancellationToken) ?? throw ApiException.TooLarge("body of a batch", "4 MB");
        var body = BatchBody.Read(reader, json.Span);
        if (!request.TryReadKey(out var key)) body.Violations.Add(IdempotencyKey.Violation);
        if (body.Violations.Count > 0) throw ApiException.Refused(body.Violations);
        var admitted = await admission.AdmitAsync(
            orchestrations, client, body.Requests, key, new RequestOrigin(request.ReachedAt()), body.Concurrency, cancellationToken);
        if (admitted.Replayed) request.MarkReplayed();
        IReadOnlyList<string> warnings = [.. body.Warnings, .. admitted.Warnings];
        var response = new BatchResponse(admitted.Batch!, admitted.Tasks, links) { Warnings = warnings.Count > 0 ? warnings : null };
        return Results.Json(response, ApiJson.Default.BatchResponse);
    }

    /// <summary>200 with the batch and each of its tasks, by two table operations; 304, 401, 404.</summary>
    [Function("GetBatch")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/videos/batches/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var client = request.Client().Name;
        var batch = (BatchId.TryParse(id, out var batchId) ? await batches.FindAsync(client, batchId, cancellationToken) : null)
            ?? throw ApiException.BatchNotFound();
        var tasks = await batches.ReadTasksAsync(batch, cancellationToken);
        if (tasks.FirstOrDefault(task => !task.IsTerminal) is { } open) retryAfter.AddTo(request.HttpContext.Response, open);
        return request.JsonWithTag(new BatchResponse(batch, tasks, links), ApiJson.Default.BatchResponse);
    }
}

/// <summary>The body of a batch, <c>{"requests":[...],"concurrency":n}</c>, where each request is the body of a create.</summary>
internal sealed class BatchBody
{
    private const int Max = BatchRecord.MaxTasks;

    /// <summary>In their order; complete only if there is no violation.</summary>
    public List<VideoRequest> Requests { get; } = [];

    /// <summary>How many tasks can run at once: all of them unless the body says otherwise.</summary>
    public int Concurrency { get; private set; } = Max;

    public List<string> Warnings { get; } = [];

    /// <summary>Every reason against the body and against each of its requests.</summary>
    public List<RequestViolation> Violations { get; } = [];

    /// <summary>Reads and validates. Never throws, whatever the bytes are.</summary>
    public static BatchBody Read(RequestReader reader, ReadOnlySpan<byte> json)
    {
        var body = new BatchBody();
        try
        {
            var items = body.ReadMembers(JsonElement.Parse(json));
            foreach (var (index, item) in items.Index()) body.ReadItem(reader, $"requests[{index}]", item);
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
    private IEnumerable<JsonElement> ReadMembers(JsonElement root)
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
                Refuse(name, ViolationCodes.UnknownParameter,
                    $"There is no parameter '{name}' here; there are 'requests' and 'concurrency'.");
            else if (!members.TryAdd(name, member.Value))
                Refuse(name, ViolationCodes.DuplicateParameter, $"{name} is given more than once.");
        }
        if (members.TryGetValue("concurrency", out var concurrency))
        {
            var number = concurrency.ValueKind == JsonValueKind.Number && concurrency.TryGetInt32(out var whole) ? whole : 0;
            if (number is >= 1 and <= Max) Concurrency = number;
            else Refuse("concurrency", ViolationCodes.InvalidConcurrency, $"concurrency must be a whole number from 1 to {Max}.");
        }
        if (!members.TryGetValue("requests", out var requests) || requests.ValueKind != JsonValueKind.Array)
        {
            var code = members.ContainsKey("requests") ? ViolationCodes.InvalidParameterType : ViolationCodes.InvalidBatchSize;
            Refuse("requests", code, $"requests must be an array of 1 to {Max} requests.");
            return [];
        }
        var count = requests.GetArrayLength();
        if (count is 0 or > Max)
            Refuse("requests", ViolationCodes.InvalidBatchSize, $"requests holds {count} requests; it must hold 1 to {Max}.");
        return requests.EnumerateArray().Take(Max);
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
                Requests.Add(accepted.Request);
                Warnings.AddRange(accepted.Warnings.Select(warning => $"{path}: {warning}"));
                break;
            case RequestResult.Refused refused:
                Violations.AddRange(refused.Violations.Select(
                    each => each with { Param = each.Param.Length == 0 ? path : $"{path}.{each.Param}" }));
                break;
        }
    }

    private void Refuse(string param, string code, string message) => Violations.Add(new RequestViolation(param, code, message));
}
