using Seedance.Functions.Api;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>A job file: one request as for <c>POST /v1/videos/generations</c>, or a list of 1 to 50.</summary>
internal sealed class JobFile : IDisposable
{
    /// <summary>The most a job file may hold, in bytes: as much as the body of a batch.</summary>
    public const int MaxBytes = Batches.MaxBytes;

    private readonly JsonDocument? _document;

    private JobFile(JsonDocument? document, bool isList, IReadOnlyList<JsonElement> requests, string? wrong)
    {
        _document = document;
        IsList = isList;
        Requests = requests;
        Violation = wrong is null ? null : new RequestViolation("", ViolationCodes.InvalidJson, $"The job file {wrong}.");
    }

    /// <summary>True when the file is a list, so that each request in it has a place.</summary>
    public bool IsList { get; }

    /// <summary>The requests, each an object; none when the file is refused.</summary>
    public IReadOnlyList<JsonElement> Requests { get; }

    /// <summary>Why the file as a whole is refused; null when it is not.</summary>
    public RequestViolation? Violation { get; private init; }

    public static JobFile Parse(ReadOnlyMemory<byte> bytes)
    {
        var (document, wrong) = UploadedJson.Parse(bytes);
        if (document is null) return new JobFile(null, false, [], wrong);
        var root = document.RootElement;
        var isList = root.ValueKind == JsonValueKind.Array;
        if (isList && root.GetArrayLength() is var length and (0 or > BatchRecord.MaxTasks))
        {
            return new JobFile(document, isList, [], null)
            {
                Violation = new RequestViolation("", ViolationCodes.InvalidBatchSize,
                    $"The job file lists {length} requests; it must list 1 to {BatchRecord.MaxTasks}."),
            };
        }
        IReadOnlyList<JsonElement> requests = isList ? [.. root.EnumerateArray()] : [root];
        return requests.All(request => request.ValueKind == JsonValueKind.Object)
            ? new JobFile(document, isList, requests, null)
            : new JobFile(document, isList, [], "must be an object, or a list of objects");
    }

    public void Dispose() => _document?.Dispose();
}
