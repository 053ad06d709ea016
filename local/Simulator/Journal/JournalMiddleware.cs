using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Journal;

/// <summary>Enters every request on the providers' paths.</summary>
internal sealed class JournalMiddleware(RequestJournal journal, TimeProvider time) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
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
            Key = BearerKeys.Redact(BearerKeys.Of(request)),
            Range = request.Headers.Range.FirstOrDefault(),
            IdempotencyKey = request.Headers["Idempotency-Key"].FirstOrDefault(),
        };
        context.Items[typeof(JournalEntry)] = entry;
        context.Response.Headers["x-request-id"] = Guid.NewGuid().ToString("N");
        journal.Add(entry);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            entry.Error = "the client went away";
        }
        finally
        {
            if (!entry.Dropped)
                entry.Status = context.Response.StatusCode;
            journal.Touch();
        }
    }

    private static (string Kind, string? Provider) Classify(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/v1/videos/generations") => (JournalKind.Submit, ProviderNames.EvoLink),
        ("POST", "/v1/generate") => (JournalKind.Submit, ProviderNames.SeedanceApi),
        ("GET", "/v1/status") => (JournalKind.Poll, ProviderNames.SeedanceApi),
        ("GET", { } path) when path.StartsWith("/v1/tasks/", StringComparison.Ordinal) => (JournalKind.Poll, ProviderNames.EvoLink),
        ("GET" or "HEAD", { } path) when path.StartsWith("/videos/", StringComparison.Ordinal) => (JournalKind.Download, null),
        _ => (JournalKind.Other, null),
    };
}
