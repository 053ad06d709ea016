using System.Text.Json;
using Seedance.Simulator.Providers;

namespace Seedance.Simulator;

/// <summary>One request that came in, or one callback attempt that went out: entered at its start, completed at its end.</summary>
public sealed class JournalEntry
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>One of <see cref="JournalKind"/>.</summary>
    public required string Kind { get; init; }

    public string? Provider { get; internal set; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public string? Query { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Of a download: the range that was asked for.</summary>
    public string? Range { get; init; }

    /// <summary>Of a download: bytes of the video that were given to the connection.</summary>
    public long Sent { get; internal set; }

    /// <summary>JSON of a submit or a callback; a string when a callback's body is not JSON.</summary>
    public JsonElement? Body { get; internal set; }

    /// <summary>Null while the response is outstanding, and when the connection was dropped.</summary>
    public int? Status { get; internal set; }

    public string? TaskId { get; internal set; }

    /// <summary>A new, paid task came of this submit.</summary>
    public bool Created { get; internal set; }

    /// <summary>How many paid tasks there are for the prompt of this submit, its own included; 0 where it was refused.</summary>
    public int PaidTasks { get; internal set; }

    /// <summary>This submit was answered with the task of an earlier one under the same key.</summary>
    public bool Replayed { get; internal set; }

    public bool Dropped { get; internal set; }

    public IReadOnlyList<string>? Faults { get; internal set; }

    /// <summary>Of a callback: 1 for the first attempt.</summary>
    public int? Attempt { get; init; }

    public string? Error { get; internal set; }
}

public static class JournalKind
{
    public const string Submit = "submit";
    public const string Poll = "poll";
    public const string Download = "download";
    public const string Callback = "callback";
    public const string Other = "other";
}

/// <summary>Everything that happened, in order.</summary>
internal sealed class Journal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    public void Add(JournalEntry entry)
    {
        lock (_lock)
            _entries.Add(entry);
    }

    /// <summary>Middleware: enters every request but the admin's.</summary>
    public async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/admin", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var (kind, provider) = Classify(request);
        var entry = new JournalEntry
        {
            Time = time.GetUtcNow(),
            Kind = kind,
            Provider = provider,
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = request.QueryString.HasValue ? request.QueryString.Value : null,
            UserAgent = request.Headers.UserAgent.FirstOrDefault(),
            Range = request.Headers.Range.FirstOrDefault(),
            IdempotencyKey = request.Headers["Idempotency-Key"].FirstOrDefault(),
        };
        context.Items[typeof(JournalEntry)] = entry;
        context.Response.Headers["x-request-id"] = Guid.NewGuid().ToString("N");
        Add(entry);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            entry.Error = "the client went away";
        }
        catch (Exception failure)
        {
            entry.Error = failure.ToString();
            throw;
        }
        finally
        {
            if (!entry.Dropped)
                entry.Status = context.Response.StatusCode;
        }
    }

    private static (string Kind, string? Provider) Classify(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/v1/videos/generations") => (JournalKind.Submit, EvoLink.ProviderName),
        ("POST", "/v1/generate") => (JournalKind.Submit, SeedanceApi.ProviderName),
        ("GET", "/v1/status") => (JournalKind.Poll, SeedanceApi.ProviderName),
        ("GET", { } path) when path.StartsWith("/v1/tasks/", StringComparison.Ordinal) => (JournalKind.Poll, EvoLink.ProviderName),
        ("GET" or "HEAD", { } path) when path.StartsWith("/videos/", StringComparison.Ordinal) => (JournalKind.Download, null),
        _ => (JournalKind.Other, null),
    };
}

internal static class JournalOfRequest
{
    public static JournalEntry Journal(this HttpContext context) => (JournalEntry)context.Items[typeof(JournalEntry)]!;
}
