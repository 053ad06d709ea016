namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>One request of the fuzz.</summary>
internal sealed record FuzzRequest(HttpMethod Method, string Path, byte[]? Body = null)
{
    public string? ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    public bool Chunked { get; init; }

    /// <summary>Whether it may create a task.</summary>
    public bool IsCreate => Method == HttpMethod.Post && Path.Split('?')[0] is "v1/videos/generations" or "v1/generate";

    public HttpRequestMessage ToMessage(Uri baseUrl, string key)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseUrl, Path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (Body is null) return message;
        message.Content = new ByteArrayContent(Body);
        if (ContentType is not null) message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (ContentEncoding is not null) message.Content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        message.Headers.TransferEncodingChunked = Chunked;
        return message;
    }

    public override string ToString()
        => $"{Method} {Path}, {ContentType}, {ContentEncoding}, {(Body is null ? "" : Encoding.UTF8.GetString(Body))}";
}

/// <summary>Makes requests of every kind out of the bodies that the domain is tested with.</summary>
internal sealed class FuzzRequests(Random random)
{
    private static readonly string?[] ContentTypes =
    [
        null, "", "text/plain", "application/json; charset=utf-16", "application/json; charset=nonsense", "multipart/form-data; boundary=x",
        "application/octet-stream", "x", "application/json;;;", "application/json, text/html", "application/x-www-form-urlencoded",
    ];

    private static readonly string?[] Encodings = [null, null, "gzip", "deflate", "br", "identity", "utf-16", "gzip, gzip"];

    private static readonly HttpMethod[] Methods =
        [HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Get, HttpMethod.Options, HttpMethod.Head, new("BREW")];

    private static readonly string[] Paths =
    [
        "v1/videos/generations", "v1/generate", "v1/videos/estimates", "v1/videos/batches", "v1/status", "v1/tasks", "v1/tasks/x/cancel",
        "v1/operations/x", "v1", "v1/videos/generations/", "V1/TASKS", "v1//tasks", "v1/tasks/..", "webhooks/evolink/x/y", "health",
    ];

    // What reads: lists by a query, and one thing by its id.
    private static readonly string[] Reads =
        ["v1/tasks?", "v1/status?", "v1/status?task_id={0}&", "v1/tasks/{0}?", "v1/operations/{0}?", "v1/videos/{0}/content?", "{0}/{0}?"];

    private static readonly string[] Names =
        ["status", "model", "created_after", "created_before", "limit", "cursor", "task_id", "include", "", "sig", "a"];

    private static readonly string[] Values =
    [
        "", "completed", "COMPLETED", "seedance-2.0-text-to-video", "0", "1", "100", "101", "-1", "1e3", "99999999999999999999",
        "2026-03-01T12:00:00Z", "2026-02-30", "2026-03-01T12:00:00+25:00", "%00", "%ff", "%", "%zz", "%ud83d", "%ed%a0%80", "%F0%9F%8E%AC",
        "'", "%27%20or%201%20eq%201", "task-1774857405-0k3v9q7m2c5x8z1b", "task-0000000000-0000000000000000",
        "batch-1774857405-0k3v9q7m2c5x8z1b", "history", "%2e%2e%2f", "..%5c", "a/b", "%2f", "%23", new string('9', 2000), "eyJhIjoxfQ==",
    ];

    public FuzzRequest Next()
    {
        var body = new BodyGenerator(random).Next();
        // At the other API too, now and then.
        var isEvoLink = body.Format == RequestFormat.EvoLink == random.Next(10) > 0;
        var create = new FuzzRequest(HttpMethod.Post, isEvoLink ? "v1/videos/generations" : "v1/generate", body.Bytes);
        return random.Next(10) switch
        {
            <= 4 => create,
            5 => create with
            {
                ContentType = Pick(ContentTypes),
                ContentEncoding = Pick(Encodings),
                Chunked = random.Next(2) == 0,
                Path = $"{create.Path}?{Query()}",
            },
            6 => create with { Method = Pick(Methods), Path = Pick(Paths) },
            7 when random.Next(2) == 0 => create with { Path = "v1/videos/estimates" },
            // Never valid: a batch that is would be paid for each of its requests.
            7 => create with { Path = "v1/videos/batches", Body = [.. "{\"requests\":["u8, .. body.Bytes, .. "],\"concurrency\":0}"u8] },
            _ => new FuzzRequest(HttpMethod.Get, Pick(Reads).Replace("{0}", Pick(Values), StringComparison.Ordinal) + Query()),
        };
    }

    private string Query() => string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(Names)}={Pick(Values)}"));

    private T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
}
