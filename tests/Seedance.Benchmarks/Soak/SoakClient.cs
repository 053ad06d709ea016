using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Seedance.Benchmarks.Soak;

/// <summary>A caller of a service that is not always there.</summary>
internal sealed class SoakClient(AppProcess app, Uri callbackUrl) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 16, AllowAutoRedirect = true })
    {
        BaseAddress = app.BaseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", app.Settings.Client.Key) },
    };

    /// <summary>Asks until it is answered, under one key: without an answer nobody knows whether the service took it.</summary>
    public async Task CreateAsync(SoakRequest request)
    {
        while (!await TryCreateAsync(request))
        {
            request.Unanswered++;
            await Task.Delay(Pause);
        }
    }

    /// <summary>Notes how the task is, if the service is there and knows it.</summary>
    public async Task LookAsync(SoakRequest request)
    {
        if (request is not { TaskId: { } id, Task: null or { HasEnded: false } }) return;
        try
        {
            using var answer = await _http.GetAsync($"v1/tasks/{id}");
            if (answer.StatusCode == HttpStatusCode.OK) request.Task = await answer.Content.ReadFromJsonAsync<SoakTask>(Json);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // It is being started again; the next look finds out.
        }
    }

    /// <summary>Has the service look for tasks that nobody works on, as its timer does every few minutes.</summary>
    public async Task SweepAsync()
    {
        try
        {
            using var _ = await _http.PostAsync("admin/functions/SweepTasks", null);
        }
        catch (HttpRequestException)
        {
            // It is being started again.
        }
    }

    /// <summary>Whether the stored video is there and holds what the task says it holds.</summary>
    public async Task<bool> IsStoredAsync(SoakTask task)
    {
        if (task is not { Results: [var link, ..], Video: { } video }) return false;
        using var answer = await _http.GetAsync(link);
        if (!answer.IsSuccessStatusCode) return false;
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return bytes.LongLength == video.Bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == video.Sha256;
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> TryCreateAsync(SoakRequest request)
    {
        var body = new
        {
            model = "seedance-2.0-text-to-video",
            prompt = request.Prompt,
            duration = 8,
            provider = request.Provider,
            callback_url = callbackUrl,
        };
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/videos/generations") { Content = JsonContent.Create(body) };
        message.Headers.Add("Idempotency-Key", request.Token);
        try
        {
            using var answer = await _http.SendAsync(message);
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
            {
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            }
            if (!answer.IsSuccessStatusCode) return false;
            request.TaskId = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
            return true;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
