using System.Security.Cryptography;

namespace Seedance.Benchmarks;

/// <summary>One generation of the soak, and a caller of a service that is not always there.</summary>
internal sealed class SoakGeneration(string provider, string markers, HttpClient http, Uri callbackUrl)
{
    private const string Unknown = "submit_outcome_unknown";

    // Codes whose message names the provider's task, where the video can still be fetched.
    private static readonly string[] SayWhereItIs =
    [
        "video_not_valid", "video_is_web_page", "video_empty", "video_incomplete", "video_link_expired", "video_link_redirected",
        "video_download_failed", "video_download_too_slow", "video_too_large",
    ];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private SoakTask? _task;

    /// <summary>Its idempotency key, and what finds it again at the simulator.</summary>
    public string Token { get; } = $"soak{Guid.NewGuid():N}";

    public string Provider => provider;
    public string Prompt => $"A lighthouse at dusk, {Token} {markers}";
    public string? TaskId { get; private set; }
    public bool HasEnded => _task?.Status is "completed" or "failed" or "cancelled";

    /// <summary>Creates that got no response and were sent again under the same key.</summary>
    public int Repeats { get; private set; }

    public async Task CreateAsync()
    {
        while (TaskId is null)
        {
            var body = new { model = ModelIds.Text, prompt = Prompt, duration = 8, provider, callback_url = callbackUrl };
            using var message = new HttpRequestMessage(HttpMethod.Post, "v1/videos/generations")
            {
                Content = JsonContent.Create(body),
                Headers = { { "Idempotency-Key", Token } },
            };
            try
            {
                using var response = await http.SendAsync(message);
                if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
                    throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
                if (response.IsSuccessStatusCode)
                    TaskId = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                // The app is down.
            }
            if (TaskId is not null) return;
            Repeats++;
            await Task.Delay(1000);
        }
    }

    /// <summary>Reads the task, if the app is there and knows it.</summary>
    public async Task LookAsync()
    {
        if (TaskId is null || HasEnded) return;
        try
        {
            using var response = await http.GetAsync($"v1/tasks/{TaskId}");
            if (response.StatusCode == HttpStatusCode.OK) _task = await response.Content.ReadFromJsonAsync<SoakTask>(Json);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // The app is starting; the next look finds out.
        }
    }

    /// <summary>How it ended, and whether a video that was paid for is lost.</summary>
    public async Task<(string Outcome, bool Lost)> JudgeAsync(IReadOnlyList<SimulatorTask> tasks, IEnumerable<JournalEntry> callbacks)
    {
        var hasVideo = tasks.Any(made => made.State == "completed");
        var wasTold = callbacks.Any(callback => callback.Status is >= 200 and < 300);
        var (outcome, safe) = _task switch
        {
            null => ("unknown to the app", false),
            _ when !HasEnded => ("not ended", false),
            { Status: "completed" } => await IsStoredAsync() ? ("completed", true) : ("completed, but its video is not whole", false),
            { Error.Code: Unknown } => wasTold ? ($"{Unknown}, although a webhook came", false) : ($"{Unknown}, and no webhook came", true),
            { Error: { } error } => ($"failed, {error.Code}",
                SayWhereItIs.Contains(error.Code) && error.Message.Contains(tasks[0].Id, StringComparison.Ordinal)),
            _ => (_task.Status, false),
        };
        return (outcome, hasVideo && !safe);
    }

    /// <summary>Whether the stored video holds what the task says it holds.</summary>
    private async Task<bool> IsStoredAsync()
    {
        if (_task is not { Results: [var link, ..], Video: { } video }) return false;
        using var redirect = await http.GetAsync(link);
        using var response = await http.GetAsync(redirect.Headers.Location ?? new Uri(link));
        var bytes = response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : [];
        return bytes.LongLength == video.Bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == video.Sha256;
    }

    private sealed record SoakTask(string Status, IReadOnlyList<string>? Results, SoakVideo? Video, SoakError? Error);

    private sealed record SoakVideo(long Bytes, string Sha256);

    private sealed record SoakError(string Code, string Message);
}

/// <summary>What goes wrong at the simulator in one generation: nothing, one thing, or several.</summary>
internal static class SoakFaults
{
    private static readonly string[] Submits =
    [
        "submit.status status=429 retryAfter=1 times=1", "submit.status status=500 created=true times=1",
        "submit.status status=502 times=1", "submit.drop_before times=1", "submit.drop_after times=1", "submit.delay_after seconds=4",
        "submit.delay seconds=4", "submit.truncated times=1", "submit.html times=1", "submit.html status=502 created=true times=1",
        "submit.status status=400", "submit.gzip", "submit.needs_agent",
        "submit.body status=403 times=2 text=<html>Just a moment...</html>", "submit.body status=429 times=2 text=Slow down",
        """submit.body status=503 retryAfter=1 times=4 text={"error":{"message":"All lanes are taken"}}""",
        """submit.body status=429 text={"error":{"code":"insufficient_user_quota","message":"The wallet is empty"}}""",
        """submit.body created=false text={"success":false,"message":"Two suns are too many"}""",
        """submit.body text={"ok":true}""", """submit.body text={"data":[{"task_id":"$ID"}]}""",
        """submit.body text={"result":{"id":"$ID"}}""",
    ];

    private static readonly string[] Polls =
    [
        "poll.status status=503 times=3", "poll.status status=429 retryAfter=2 times=2", "poll.drop times=2", "poll.truncated times=1",
        "poll.malformed_json times=2", "poll.html times=1", "poll.empty times=1", "poll.not_found times=2", "poll.state state=odd times=2",
        "poll.expired_link times=1", "poll.delay seconds=3 times=2", "poll.gzip", "poll.needs_agent",
        """poll.body times=4 text={"task_id":"$ID","status":"completed","results":null}""",
        """poll.body text={"task_id":"$ID","status":" DONE ","video":{"url":"$LINK"}}""",
        """poll.body text={"id":4711,"task_id":"$ID","status":"ripe","results":"[\"$LINK\"]"}""",
        """poll.body text={"data":{"task_id":"$ID","status":"Finished","results":["$FRAME","$REPORT",{"url":"$LINK"}]}}""",
        """poll.body times=1 text={"id":"another","status":"completed","results":["$LINK&copy=2"]}""",
    ];

    private static readonly string[] Callbacks =
    [
        "callback.lost", "callback.duplicated count=3", "callback.delayed seconds=5", "callback.early", "callback.reordered",
        """callback.body text={"event":"done","data":{"task_id":"$ID"}}""",
    ];

    private static readonly string[] Downloads =
    [
        "download.status status=500 times=2", "download.drop times=1", "download.truncated times=1", "download.html times=1",
        "download.broken_once", "download.wrong_length times=1", "download.no_ftyp times=1", "download.expired times=1",
        "download.no_length", "download.slow bytesPerSecond=300000 times=1", "download.no_ftyp", "download.gzip", "download.needs_agent",
        "download.partial", "download.partial bytes=20000", "download.redirect hops=3",
    ];

    private static readonly string[] Ends = ["task.failed", "task.cancelled"];
    private static readonly string[] Sizes = ["task.size bytes=9000000"];

    public static (string Provider, string Markers) Choose(Random random)
    {
        var provider = random.Next(5) < 3 ? AppSettings.EvoLink : AppSettings.SeedanceApi;
        var seconds = (1 + random.Next(20)).ToString(CultureInfo.InvariantCulture);
        List<string> faults = [$"task.progress seconds={seconds}"];
        // At seedanceapi a lost response can become an honest "unknown"; most generations shall show more than that.
        (int OneOf, string[] Faults)[] pools =
            [(provider == AppSettings.EvoLink ? 3 : 6, Submits), (3, Polls), (4, Callbacks), (4, Downloads), (20, Ends), (10, Sizes)];
        foreach (var (oneOf, pool) in pools)
        {
            if (random.Next(oneOf) == 0) faults.Add(pool[random.Next(pool.Length)]);
        }
        // They tell of a video.
        if (faults.Exists(Ends.Contains)) faults.RemoveAll(Polls.Contains);
        return (provider, string.Join(' ', faults.Select(fault => $"[[fault:{fault}]]")));
    }
}
