using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Seedance.EndToEnd.Tests.VendorClients;

/// <summary>What a vendor's client has in the end.</summary>
internal sealed record ClientRun(string Task, string Link, long Bytes);

/// <summary>Clients as the vendors' documents describe them. They know nothing of the service but its URL and a key.</summary>
internal sealed class CSharpClients(Uri baseUrl, string key) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new()
    {
        BaseAddress = baseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public void Dispose() => _http.Dispose();

    public async Task<ClientRun> OfEvoLinkAsync(string prompt)
    {
        using var response = await _http.PostAsJsonAsync(
            "v1/videos/generations",
            new { model = "seedance-2.0-text-to-video", prompt, duration = 5, quality = "720p", aspect_ratio = "16:9" });
        var created = await response.Content.ReadFromJsonAsync<JsonElement>();
        // EvoLink's own clients take no other status for success.
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException(created.GetProperty("error").GetProperty("message").GetString());

        var id = created.GetProperty("id").GetString()!;
        while (true)
        {
            var task = await _http.GetFromJsonAsync<JsonElement>($"v1/tasks/{id}");
            switch (task.GetProperty("status").GetString())
            {
                case "completed":
                    return await FetchedAsync(id, task.GetProperty("results")[0].GetString()!);
                case "failed":
                    throw new InvalidOperationException(task.GetProperty("error").GetProperty("message").GetString());
            }
            await Task.Delay(Pause);
        }
    }

    public async Task<ClientRun> OfSeedanceApiAsync(string prompt)
    {
        using var response =
            await _http.PostAsJsonAsync("v1/generate", new { prompt, resolution = "480p", duration = "4", generate_audio = true });
        var id = (await DataOfAsync(response)).GetProperty("task_id").GetString()!;
        while (true)
        {
            using var status = await _http.GetAsync($"v1/status?task_id={id}");
            var task = await DataOfAsync(status);
            switch (task.GetProperty("status").GetString())
            {
                case "SUCCESS":
                    return await FetchedAsync(id, task.GetProperty("response")[0].GetString()!);
                case "FAILED":
                    throw new InvalidOperationException(task.GetProperty("error_message").GetString());
            }
            await Task.Delay(Pause);
        }
    }

    private static async Task<ClientRun> FetchedAsync(string id, string link)
    {
        using var anyone = new HttpClient();
        return new ClientRun(id, link, (await anyone.GetByteArrayAsync(link)).LongLength);
    }

    private static async Task<JsonElement> DataOfAsync(HttpResponseMessage response)
    {
        var envelope = await response.Content.ReadFromJsonAsync<JsonElement>();
        return envelope.GetProperty("code").GetInt32() == 200
            ? envelope.GetProperty("data")
            : throw new InvalidOperationException(envelope.GetProperty("message").GetString());
    }
}
