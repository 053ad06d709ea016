using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
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

    public static Dictionary<string, object> Body(DemoArguments arguments, string prompt)
    {
        var body = new Dictionary<string, object> { ["model"] = arguments.Model ?? "seedance-2.0-text-to-video", ["prompt"] = prompt };
        if (arguments.Duration is { } duration) body["duration"] = duration;

        return body;
    }

    public async Task<TaskView> CreateAsync(DemoArguments arguments, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("v1/videos/generations", Body(arguments, arguments.Prompt), cancellationToken);
        return TaskView.Of(await ReadAsync(response, cancellationToken));
    }

    /// <summary>The newest task that came from this blob; null when there is none.</summary>
    public async Task<TaskView?> FindAsync(UploadedBlob blob, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync("v1/tasks?limit=20", cancellationToken);
        var tasks = (await ReadAsync(response, cancellationToken)).GetProperty("data").EnumerateArray().Select(TaskView.Of);
        return tasks.FirstOrDefault(task => task.UploadedBlob == blob.Name);
    }

    public async Task<TaskView> GetAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"v1/tasks/{Uri.EscapeDataString(id)}", cancellationToken);
        return TaskView.Of(await ReadAsync(response, cancellationToken));
    }

    public async Task DownloadAsync(string link, string path, CancellationToken cancellationToken)
    {
        using var response = await _links.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new DemoException($"The link {link} returned {(int)response.StatusCode}.");

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await response.Content.CopyToAsync(file, cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _links.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new DemoException($"The app returned {(int)response.StatusCode}: {Reason(text)}");

        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Reason(string text)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error");
            return error.TryGetProperty("errors", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0
                ? string.Join("; ", all.EnumerateArray().Select(one => $"{TaskView.Text(one, "param")}: {TaskView.Text(one, "message")}"))
                : error.GetProperty("message").GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return text;
        }
    }
}

/// <summary>A task as the app shows it. Members beyond EvoLink's own may be missing.</summary>
internal sealed record TaskView(
    string Id,
    string Status,
    int Progress,
    string? Stage,
    string? WokenBy,
    string? Link,
    string? Blob,
    long? Bytes,
    string? Sha256,
    decimal? CreditsReserved,
    decimal? CreditsUsed,
    string? Failure,
    string? UploadedBlob = null)
{
    public bool IsOver => Status is "completed" or "failed" or "cancelled";

    public bool IsCompleted => Status == "completed";

    public static TaskView Of(JsonElement task)
    {
        var usage = Member(task, "usage");
        var video = Member(task, "video");
        var error = Member(task, "error");
        return new(
            Text(task, "id") ?? throw new DemoException($"The app returned something that is no task: {task}"),
            Text(task, "status") ?? "pending",
            (int)(Number(task, "progress") ?? 0),
            Text(task, "stage"),
            Text(task, "woken_by"),
            Text(Member(task, "result"), "video_url"),
            Text(video, "blob"),
            (long?)Number(video, "bytes"),
            Text(video, "sha256"),
            Number(usage, "credits_reserved"),
            Number(usage, "credits_used"),
            error is null ? null : $"{Text(error, "code")}: {Text(error, "message")}",
            Text(Member(task, "upload"), "blob"));
    }

    public static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member)
        && member.ValueKind != JsonValueKind.Null ? member : null;

    private static decimal? Number(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
}

/// <summary>The local copy of a finished video, and all there is to say about it.</summary>
internal sealed record FinishedVideo(TaskView Task, string Link, string Path, long Bytes, string Sha256)
{
    public static async Task<FinishedVideo> FetchAsync(GenerationClient client, TaskView task, CancellationToken cancellationToken)
    {
        if (task.Link is not { } link) throw new DemoException("The task is completed, but the app gave no link to the video.");

        var path = RepositoryRoot.Combine("artifacts", "videos", $"{task.Id}.mp4");
        await client.DownloadAsync(link, path, cancellationToken);
        await using var file = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        if (task.Sha256 is { } recorded && recorded != sha256)
            throw new DemoException($"The local copy {path} has SHA-256 {sha256}, but the app recorded {recorded}.");

        return new(task, link, path, file.Length, sha256);
    }

    public IEnumerable<(string Name, string Value)> Lines(bool linkStays)
    {
        if (Task.Blob is { } blob) yield return ("Blob", $"videos/{blob}");

        yield return ("Link", linkStays ? Link : $"{Link}  (while the demo runs; --keep keeps it running)");
        yield return ("Local copy", Path);
        yield return ("Size", string.Create(CultureInfo.InvariantCulture, $"{Bytes:N0} bytes"));
        yield return ("SHA-256", Sha256);
        if (Credits() is { } credits) yield return ("Credits", credits);

        yield return ("Play it", Player());
    }

    private string? Credits() => (Task.CreditsReserved, Task.CreditsUsed) switch
    {
        ({ } reserved, { } used) => $"{Text(used)} used ({Text(reserved)} were reserved)",
        (null, { } used) => $"{Text(used)} used",
        ({ } reserved, null) => $"{Text(reserved)} reserved",
        _ => null,
    };

    private string Player() =>
        OperatingSystem.IsMacOS() ? $"open \"{Path}\""
        : OperatingSystem.IsWindows() ? $"start \"\" \"{Path}\""
        : $"ffplay \"{Path}\"  (or xdg-open)";

    private static string Text(decimal credits) => credits.ToString("0.####", CultureInfo.InvariantCulture);
}
