using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Seedance.EndToEnd.Tests.VendorClients;

/// <summary>A client of EvoLink's API as its documents describe one. It knows nothing of the service but its URL and a key.</summary>
internal sealed class EvoLinkClient(Uri baseUrl, string key) : IDisposable
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
            "v1/videos/generations",
            new { model = "seedance-2.0-text-to-video", prompt, duration = 5, quality = "720p", aspect_ratio = "16:9" });
        var created = await response.Content.ReadFromJsonAsync<JsonElement>();
        // EvoLink's own clients take no other status for success.
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(created.GetProperty("error").GetProperty("message").GetString());
        }

        var id = created.GetProperty("id").GetString()!;
        while (true)
        {
            var task = await _http.GetFromJsonAsync<JsonElement>($"v1/tasks/{id}");
            switch (task.GetProperty("status").GetString())
            {
                case "completed":
                    var link = task.GetProperty("results")[0].GetString()!;
                    using (var anyone = new HttpClient()) return new ClientRun(id, link, (await anyone.GetByteArrayAsync(link)).LongLength);
                case "failed":
                    throw new InvalidOperationException(task.GetProperty("error").GetProperty("message").GetString());
            }
            await Task.Delay(Pause);
        }
    }

    public void Dispose() => _http.Dispose();
}
