using System.Diagnostics;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>The service's own spans. Calls to providers and to storage have theirs from .NET's HTTP client.</summary>
public static class Tracing
{
    public const string SourceName = "Seedance.Functions";
    public const string HttpClientSourceName = "System.Net.Http";
    public const string WebhookSpan = "provider webhook";
    public const string TaskTag = "seedance.task.id";
    public const string ProviderTag = "seedance.provider";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The current trace as a W3C <c>traceparent</c>, or null.</summary>
    internal static string? TraceParent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Starts the span of a provider's webhook; null when nobody traces.</summary>
    public static Activity? StartWebhook(string provider, TaskId id)
        => Source.StartActivity(WebhookSpan, ActivityKind.Consumer)?.SetTag(TaskTag, id.ToString()).SetTag(ProviderTag, provider);

    /// <summary>Links a span to the trace that created a task. Reads the task only when the span is recorded, and never throws.</summary>
    public static async Task LinkAsync(Activity? span, Func<Task<TaskRecord?>> find)
    {
        if (span is not { IsAllDataRequested: true }) return;
        try
        {
            var record = await find();
            if (ActivityContext.TryParse(record?.TraceParent, null, isRemote: true, out var context)) span.AddLink(new(context));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            span.AddException(failure);
        }
    }
}
