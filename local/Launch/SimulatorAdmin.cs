using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seedance.Launch;

/// <summary>The simulator's admin API.</summary>
public sealed class SimulatorAdmin : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;

    public SimulatorAdmin(Uri simulator) =>
        _http = new HttpClient { BaseAddress = new Uri(simulator, "admin/"), Timeout = TimeSpan.FromMinutes(15) };

    /// <param name="query">Filters, such as <c>kind=submit&amp;contains=a prompt</c>; <c>atLeast</c> with <c>waitSeconds</c> waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<JournalEntry>> JournalAsync(string query = "", CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<JournalEntry>>($"journal?{query}", cancellationToken);

    public Task<JournalSummary> SummaryAsync(CancellationToken cancellationToken = default) =>
        GetAsync<JournalSummary>("journal/summary", cancellationToken);

    public Task<IReadOnlyList<SimulatorTask>> TasksAsync(string? promptContains = null, CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<SimulatorTask>>(
            promptContains is null ? "tasks" : $"tasks?contains={Uri.EscapeDataString(promptContains)}", cancellationToken);

    public Task<SimulatorTask> TaskAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync<SimulatorTask>($"tasks/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <param name="id">The provider's task id.</param>
    /// <param name="action"><c>complete</c>, <c>cancel</c>, <c>fail</c>, <c>expire-links</c> or <c>callback</c>.</param>
    /// <param name="body">What the action takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<JsonElement> ActAsync(string id, string action, object? body = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"tasks/{Uri.EscapeDataString(id)}/{action}", body ?? new { }, cancellationToken);

    public Task<JsonElement> AddFaultAsync(SimulatorFault fault, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "faults", fault, cancellationToken);

    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, "faults", null, cancellationToken);

    /// <param name="changes">Settings by name, such as <c>new { progressSeconds = 0.5 }</c>; the others stay.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<JsonElement> SetAsync(object changes, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, "settings", changes, cancellationToken);

    /// <summary>Forgets tasks, faults, journal and settings.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Post, "reset", null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<T>(path, Json, cancellationToken)
            ?? throw new InvalidOperationException($"GET {path} of the simulator answered null.");

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path} of the simulator: {(int)answer.StatusCode} {text}", null, answer.StatusCode);

        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
