using System.Net.Http.Json;

namespace Seedance.EndToEnd.Tests;

/// <summary>Clients that do not know a body's length before they send it. Functions' built-in HTTP model loses such bodies.</summary>
public sealed class ChunkedBodies(AppWithWebhooks app) : IClassFixture<AppWithWebhooks>
{
    private const string FetchWithStream = """
        const body = new ReadableStream({
          start(controller) {
            const bytes = new TextEncoder().encode(process.env.BODY);
            for (let start = 0; start < bytes.length; start += 20) controller.enqueue(bytes.slice(start, start + 20));
            controller.close();
          },
        });
        const headers = { Authorization: `Bearer ${process.env.KEY}`, 'Content-Type': 'application/json' };
        const response = await fetch(process.env.URL, { method: 'POST', duplex: 'half', headers, body });
        console.log((await response.text()).replaceAll('\n', ''));
        """;

    private Uri Url => new(app.Service.BaseUrl, "v1/videos/generations");

    [Fact]
    public async Task PostAsJsonAsync_of_dotnet_creates_a_video()
    {
        var ask = new Ask(Ask.EvoLink);
        using var http =
            new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Callers.Alpha.Key) } };

        using var response = await http.PostAsJsonAsync(Url, ask.Body);

        await AssertCreatedAsync(ask, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fetch_of_Node_with_a_stream_creates_a_video()
    {
        var ask = new Ask(Ask.EvoLink);
        var environment =
            new Dictionary<string, string?> { ["URL"] = Url.AbsoluteUri, ["KEY"] = Callers.Alpha.Key, ["BODY"] = ask.Body.ToJsonString() };

        await AssertCreatedAsync(ask, await RunAsync("node", environment, "--input-type=module", "--eval", FetchWithStream));
    }

    [Fact]
    public async Task Curl_with_a_chunked_body_creates_a_video()
    {
        var ask = new Ask(Ask.EvoLink);
        string[] arguments =
        [
            "--silent", "--show-error", "--header", "Transfer-Encoding: chunked", "--header", "Content-Type: application/json",
            "--header", $"Authorization: Bearer {Callers.Alpha.Key}", "--data", ask.Body.ToJsonString(), Url.AbsoluteUri,
        ];

        await AssertCreatedAsync(ask, await RunAsync("curl", new Dictionary<string, string?>(), arguments));
    }

    private async Task AssertCreatedAsync(Ask ask, string response)
    {
        using var task = JsonDocument.Parse(response);
        Assert.True(task.RootElement.TryGetProperty("id", out var id), response);
        await app.Service.CompletedAsync(id.GetString()!);
        await app.Service.Simulator.PaidOnceAsync(ask);
    }

    private static async Task<string> RunAsync(string program, Dictionary<string, string?> environment, params string[] arguments)
    {
        await using var client = ChildProcess.Start(new ChildProcessStart(program, program, arguments) { Environment = environment });
        Assert.True(await client.WaitForExitAsync() == 0, client.Tail);
        return client.Tail;
    }
}
