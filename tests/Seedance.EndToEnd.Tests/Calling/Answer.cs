using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, string Body)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public JsonElement Root => JsonDocument.Parse(Body).RootElement;

    public TaskView Task => JsonSerializer.Deserialize<TaskView>(Body, Json)!;

    public TaskError Error => JsonSerializer.Deserialize<ErrorView>(Body, Json)!.Error;

    private sealed record ErrorView(TaskError Error);
}
