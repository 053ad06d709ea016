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

    public async Task<Response> SendAsync(
        HttpMethod method, string path, string? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseUrl, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Sends, and checks the response against the app's own description of its API.</summary>
    public async Task<Response> SendAsync(HttpRequestMessage request)
    {
        // One more than needed may be read where calls run side by side; one that could not be read must not be kept.
        _description ??= await Description.ReadAsync(Http, baseUrl);
        using var response = await Http.SendAsync(request);
        var (type, body) = (response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
        var seen = new Response(response.StatusCode, response.Headers, type, body);
        _description.AssertAllows(request.Method, request.RequestUri!.PathAndQuery, seen);
        return seen;
    }

    public Task<Response> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, key: key ?? Callers.Alpha.Key);

    public Task<Response> PostAsync(string body) => SendAsync(HttpMethod.Post, "v1/videos/generations", body, Callers.Alpha.Key);

    /// <summary>Creates as a careful client does: under a key, and again while the service says that its storage is busy.</summary>
    public async Task<string> CreateAsync(Ask ask) => (await CreateAsync(ask.Body.ToJsonString(), ask.Token)).Id;

    public Task<TaskView> CreateAsync(string body, string idempotencyKey) => AvailableAsync(
        () => SendAsync(HttpMethod.Post, "v1/videos/generations", body, Callers.Alpha.Key, ("Idempotency-Key", idempotencyKey)));

    public Task<TaskView> TaskAsync(string id) => AvailableAsync(() => GetAsync($"v1/tasks/{id}"));

    /// <summary>Asks again while the service says 503, as it does on a machine that is too busy.</summary>
    private static async Task<TaskView> AvailableAsync(Func<Task<Response>> ask)
    {
        var response = await Eventually.ReadAsync("A response of storage", ask, seen => seen.Status != HttpStatusCode.ServiceUnavailable);
        Assert.True(response.Status == HttpStatusCode.OK, $"{response.Status} {response.Body}");
        return response.Task;
    }

    /// <summary>All tasks of a client's list, newest first, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string query, string key, string? cursor = null)
    {
        var tasks = new List<JsonElement>();
        while (true)
        {
            var page = await GetAsync($"v1/tasks?{query}{(cursor is null ? "" : $"&cursor={cursor}")}", key);
            Assert.True(page.Status == HttpStatusCode.OK, page.Body);
            tasks.AddRange(page.Data.EnumerateArray());
            if (!page.Root.GetProperty("has_more").GetBoolean()) return tasks;
            cursor = page.Root.GetProperty("next_cursor").GetString();
        }
    }

    public Task<Response> LosesStorageAsync() => Eventually.ReadAsync(
        "That the app loses its storage", () => GetAsync("health"), health => health.Status == HttpStatusCode.ServiceUnavailable);

    public Task<TaskView> UntilAsync(string id, string what, Func<TaskView, bool> wanted)
        => Eventually.ReadAsync($"That the task {what}", () => TaskAsync(id), wanted);

    public async Task<TaskView> CompletedAsync(string id)
    {
        var ended = await UntilAsync(id, "ends", task => task.HasEnded);
        Assert.True(ended.Status == "completed", ended.ToString());
        return ended;
    }

    public async Task<TaskView> CompletedAsync(Ask ask) => await CompletedAsync(await CreateAsync(ask));

    public async Task<TaskView> FailedAsync(string id, string code)
    {
        var ended = await UntilAsync(id, "ends", task => task.HasEnded);
        Assert.True(ended is { Status: "failed", Results: null, Result: null, Video: null }, ended.ToString());
        Assert.Equal(code, ended.Error?.Code);
        return ended;
    }

    public Task<Response> CancelAsync(string id, string? key = null)
        => SendAsync(HttpMethod.Post, $"v1/tasks/{id}/cancel", key: key ?? Callers.Alpha.Key);

    /// <summary>The attempts at a task's callback, oldest first.</summary>
    public async Task<IReadOnlyList<CallbackAttempt>> AttemptsAsync(string id)
        => [.. (await GetAsync($"v1/tasks/{id}/deliveries")).Data.Deserialize<CallbackAttempt[]>(Response.Json)!.Reverse()];

    public Task<IReadOnlyList<CallbackAttempt>> AttemptedAsync(string id, int count)
        => Eventually.ReadAsync($"Attempt {count} at the callback", () => AttemptsAsync(id), attempts => attempts.Count >= count);

    public Task<IReadOnlyList<CallbackAttempt>> DeliveredAsync(string id)
        => Eventually.ReadAsync("The delivery", () => AttemptsAsync(id), attempts => attempts is [.., { Outcome: "delivered" }]);

    /// <returns>What was done.</returns>
    public async Task<string?> DeliverAgainAsync(string id)
    {
        var response = await SendAsync(HttpMethod.Post, $"v1/tasks/{id}/deliveries", key: Callers.Alpha.Key);
        Assert.True(response.Status == HttpStatusCode.Accepted, $"{response.Status} {response.Body}");
        return response.Root.GetProperty("action").GetString();
    }
}

internal sealed record CallbackAttempt(string WebhookId, int Attempt, DateTimeOffset At, string Outcome, int? Status, long DurationMs);
