namespace Seedance.EndToEnd.Tests.Fuzz;

/// <summary>One request of the fuzz.</summary>
internal sealed record FuzzRequest(string Kind, HttpMethod Method, string Path, byte[]? Body = null)
{
    public string? ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    public bool Chunked { get; init; }

    /// <summary>Whether it may create a task.</summary>
    public bool IsCreate => Kind.StartsWith("create", StringComparison.Ordinal);

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
        => $"{Kind}: {Method} {Path}, {ContentType}, {ContentEncoding}, {(Body is null ? "" : Encoding.UTF8.GetString(Body))}";
}

/// <summary>Makes requests of every kind out of the bodies that the domain is tested with.</summary>
internal sealed class FuzzRequests(Random random)
{
    private static readonly string?[] ContentTypes =
    [
        null, "", "text/plain", "application/json; charset=utf-16", "application/json; charset=nonsense", "multipart/form-data; boundary=x",
        "application/xml", "application/octet-stream", "x", "application/json;;;", "application/json, text/html",
        "application/x-www-form-urlencoded",
    ];

    private static readonly string?[] Encodings = [null, null, "gzip", "deflate", "br", "identity", "utf-16", "gzip, gzip"];

    private static readonly HttpMethod[] Methods =
        [HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Get, HttpMethod.Options, HttpMethod.Head, new("BREW")];

    private static readonly string[] Paths =
    [
        "v1/videos/generations", "v1/generate", "v1/videos/estimates", "v1/videos/batches", "v1/status", "v1/tasks", "v1/tasks/x/cancel",
        "v1/operations/x", "v1", "v1/videos/generations/", "v1/videos/generations/x", "V1/TASKS", "v1//tasks", "v1/tasks/..",
        "webhooks/evolink/x/y", "openapi.json", "health",
    ];

    private static readonly string[] Names =
        ["status", "model", "created_after", "created_before", "limit", "cursor", "task_id", "include", "", "sig", "a"];

    private static readonly string[] Values =
    [
        "", "completed", "COMPLETED", "seedance-2.0-text-to-video", "0", "1", "100", "101", "-1", "1e3", "99999999999999999999",
        "2026-03-01T12:00:00Z", "2026-02-30", "2026-03-01T12:00:00+25:00", "%00", "%ff", "%", "%zz", "%ud83d", "%ed%a0%80", "%F0%9F%8E%AC",
        "'", "%27%20or%201%20eq%201", "task-1774857405-0k3v9q7m2c5x8z1b", "task-0000000000-0000000000000000",
        "task-1774857405-0K3V9Q7M2C5X8Z1B", "batch-1774857405-0k3v9q7m2c5x8z1b", "history", "%2e%2e%2f", "..%5c", "a/b", "%2f", "%23",
        "%3f", new string('9', 2000), "AAAA", "eyJhIjoxfQ==",
    ];

    public FuzzRequest Next()
    {
        var body = new BodyGenerator(random).Next();
        // At the other API too, now and then.
        var isEvoLink = body.Format == RequestFormat.EvoLink == random.Next(10) > 0;
        var create = new FuzzRequest("create", HttpMethod.Post, isEvoLink ? "v1/videos/generations" : "v1/generate", body.Bytes);
        return random.Next(20) switch
        {
            <= 9 => create,
            <= 12 => create with
            {
                Kind = "create, odd headers",
                ContentType = Pick(ContentTypes),
                ContentEncoding = Pick(Encodings),
                Chunked = random.Next(2) == 0,
            },
            13 => create with { Kind = "create, with a query", Path = $"{create.Path}?{Query()}" },
            14 => create with { Kind = "estimate", Path = "v1/videos/estimates" },
            15 => create with { Kind = "batch", Path = "v1/videos/batches", Body = Batch(body.Bytes) },
            16 => create with { Kind = "odd method or path", Method = Pick(Methods), Path = Path() },
            17 => new FuzzRequest("list", HttpMethod.Get, $"v1/tasks?{Query()}"),
            18 => new FuzzRequest("status", HttpMethod.Get, $"v1/status?{(random.Next(4) == 0 ? Query() : "task_id=" + Pick(Values))}"),
            _ => new FuzzRequest("by id", HttpMethod.Get, ById() + (random.Next(3) == 0 ? $"?{Query()}" : "")),
        };
    }

    // Never valid: a batch that is would be fifty times what is counted here.
    private byte[] Batch(byte[] item) => random.Next(3) switch
    {
        0 => item,
        1 => [.. "{\"requests\":["u8, .. item, .. "],\"concurrency\":0}"u8],
        _ => [.. "{\"requests\":"u8, .. Encoding.UTF8.GetBytes(new string('[', random.Next(1, 2000))), .. item],
    };

    private string ById() => Pick(["v1/tasks/{0}", "v1/operations/{0}", "v1/videos/{0}/content", "v1/videos/batches/{0}"])
        .Replace("{0}", Pick(Values), StringComparison.Ordinal);

    private string Path() => random.Next(4) == 0 ? $"{Pick(Values)}/{Pick(Values)}" : Pick(Paths);

    private string Query() => string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(Names)}={Pick(Values)}"));

    private T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
}
