using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Seedance.Launch;

namespace Seedance.Demo;

/// <summary>What a caller of the app does: create, look, and fetch the video.</summary>
internal sealed class GenerationClient : IDisposable
{
    private readonly HttpClient _http;

    // The link of a finished video opens without a key.
    private readonly HttpClient _links = new();

    public GenerationClient(Uri app, string key)
    {
        _http = new HttpClient { BaseAddress = app };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public static Dictionary<string, object> Body(DemoArguments arguments)
    {
        var body = new Dictionary<string, object> { ["model"] = arguments.Model ?? "seedance-2.0-text-to-video", ["prompt"] = arguments.Prompt };
        if (arguments.Duration is { } duration)
            body["duration"] = duration;

        return body;
    }

    public async Task<TaskView> CreateAsync(DemoArguments arguments, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("v1/videos/generations", Body(arguments), cancellationToken);
        return TaskView.Of(await ReadAsync(answer, cancellationToken));
    }

    /// <summary>The newest task that came from this blob; null when there is none.</summary>
    public async Task<TaskView?> FindAsync(UploadedBlob blob, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync("v1/tasks?limit=20", cancellationToken);
        var tasks = (await ReadAsync(answer, cancellationToken)).GetProperty("data").EnumerateArray().Select(TaskView.Of);
        return tasks.FirstOrDefault(task => task.UploadedBlob == blob.Name);
    }

    public async Task<TaskView> GetAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync($"v1/tasks/{Uri.EscapeDataString(id)}", cancellationToken);
        return TaskView.Of(await ReadAsync(answer, cancellationToken));
    }

    public async Task DownloadAsync(string link, string path, CancellationToken cancellationToken)
    {
        using var answer = await _links.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new DemoException($"The link {link} answered {(int)answer.StatusCode}.");

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await answer.Content.CopyToAsync(file, cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _links.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new DemoException($"The app answered {(int)answer.StatusCode}: {Reason(text)}");

        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Reason(string text)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error");
            return error.TryGetProperty("errors", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0
                ? string.Join("; ", all.EnumerateArray().Select(one => $"{one.GetProperty("param").GetString()}: {one.GetProperty("message").GetString()}"))
                : error.GetProperty("message").GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return text;
        }
    }
}
