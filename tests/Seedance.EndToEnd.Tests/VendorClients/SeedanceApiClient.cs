using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Seedance.EndToEnd.Tests.VendorClients;

/// <summary>A client of seedanceapi.org as its guide describes one. It knows nothing of the service but its URL and a key.</summary>
internal sealed class SeedanceApiClient(Uri baseUrl, string key) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new()
    {
        BaseAddress = baseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public async Task<ClientRun> GenerateAsync(string prompt)
    {
        using var response = await _http.PostAsJsonAsync(
            "v1/generate", new { prompt, resolution = "480p", duration = "4", generate_audio = true });
        var id = (await DataOf(response)).GetProperty("task_id").GetString()!;
        while (true)
        {
            using var status = await _http.GetAsync($"v1/status?task_id={id}");
            var task = await DataOf(status);
            switch (task.GetProperty("status").GetString())
            {
                case "SUCCESS":
                    var link = task.GetProperty("response")[0].GetString()!;
                    using (var anyone = new HttpClient()) return new ClientRun(id, link, (await anyone.GetByteArrayAsync(link)).LongLength);
                case "FAILED":
                    throw new InvalidOperationException(task.GetProperty("error_message").GetString());
            }
            await Task.Delay(Pause);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> DataOf(HttpResponseMessage response)
    {
        var envelope = await response.Content.ReadFromJsonAsync<JsonElement>();
        return envelope.GetProperty("code").GetInt32() == 200
            ? envelope.GetProperty("data")
            : throw new InvalidOperationException(envelope.GetProperty("message").GetString());
    }
}
