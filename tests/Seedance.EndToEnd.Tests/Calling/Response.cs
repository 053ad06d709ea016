namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record Response(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Body)
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public JsonElement Root => JsonDocument.Parse(Body).RootElement;

    public JsonElement Data => Root.GetProperty("data");

    public TaskView Task => JsonSerializer.Deserialize<TaskView>(Body, Json)!;

    public TaskError Error => Root.GetProperty("error").Deserialize<TaskError>(Json)!;
}

internal sealed record TaskView(
    string Id, string Object, string Model, string Status, int Progress, string Provider, string? ProviderTaskId, string? Stage,
    string? WokenBy, IReadOnlyList<string>? Results, TaskResult? Result, TaskVideo? Video, string? LastFrameUrl, TaskError? Error,
    TaskUpload? Upload = null)
{
    public bool HasEnded => Status is "completed" or "failed" or "cancelled";
}

internal sealed record TaskResult(string VideoUrl);

internal sealed record TaskVideo(string Blob, long Bytes, string Sha256);

internal sealed record TaskUpload(string Container, string Blob, string Etag, int? Index);

internal sealed record TaskError(string Code, string Message, string Type, string? ProviderCode, IReadOnlyList<Violation>? Errors);

internal sealed record Violation(string? Param, string Code, string Message);
