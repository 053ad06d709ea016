using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>A running app as its callers see it, and the simulator behind it.</summary>
internal sealed class Service(Uri baseUrl, SimulatorServer simulator)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    private Description? _description;

    public Uri BaseUrl => baseUrl;

    public SimulatorServer Simulator => simulator;

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string? key = null,
        string scheme = "Bearer",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseUrl, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {key}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Sends, and holds the answer against the app's own description of its API.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        // One more than needed may be read where calls run side by side; one that could not be read must not be kept.
        _description ??= await Description.ReadAsync(Http, baseUrl);
        using var response = await Http.SendAsync(request);
        var answer = new Answer(
            response.StatusCode, response.Headers, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
        _description.AssertAllows(request.Method, request.RequestUri!.PathAndQuery, answer);
        return answer;
    }

    public Task<Answer> PostAsync(string body) => SendAsync(HttpMethod.Post, "v1/videos/generations", body, Callers.Alpha.Key);

    /// <summary>Creates as a careful client does: under a key, and again while the service says that its storage is busy.</summary>
    public async Task<string> CreateAsync(Ask ask) => (await CreateAsync(ask.Body.ToJsonString(), ask.Token)).Id;

    public Task<TaskView> CreateAsync(string body, string idempotencyKey) => AvailableAsync(
        () => SendAsync(HttpMethod.Post, "v1/videos/generations", body, Callers.Alpha.Key, headers: ("Idempotency-Key", idempotencyKey)));

    public Task<TaskView> TaskAsync(string id) => AvailableAsync(() => SendAsync(HttpMethod.Get, $"v1/tasks/{id}", key: Callers.Alpha.Key));

    /// <summary>Asks again while the service says 503, as it does where processes have starved for the time that storage is given.</summary>
    private static async Task<TaskView> AvailableAsync(Func<Task<Answer>> ask)
    {
        var answer = await Eventually.ReadAsync("An answer of storage", ask, seen => seen.Status != HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Body}");
        return answer.Task;
    }

    public Task<TaskView> UntilAsync(string id, string what, Func<TaskView, bool> wanted)
        => Eventually.ReadAsync($"That the task {what}", () => TaskAsync(id), wanted);

    public async Task<TaskView> CompletedAsync(string id)
    {
        var ended = await UntilAsync(id, "ends", task => task.HasEnded);
        Assert.True(ended.Status == "completed", ended.ToString());
        return ended;
    }

    public async Task<TaskView> FailedAsync(string id, string code)
    {
        var ended = await UntilAsync(id, "ends", task => task.HasEnded);
        Assert.True(ended is { Status: "failed", Results: null, Result: null, Video: null }, ended.ToString());
        Assert.Equal(code, ended.Error?.Code);
        return ended;
    }
}
