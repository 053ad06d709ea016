using System.Diagnostics;

namespace Seedance.Functions.Telemetry;

/// <summary>The service's own spans, and the names on them. Calls to providers have theirs from the HTTP client.</summary>
public static class Tracing
{
    /// <summary>The name of the source of spans.</summary>
    public const string SourceName = "Seedance.Functions";

    /// <summary>The source of the spans of calls to providers and to storage: the HTTP client of .NET.</summary>
    public const string HttpClientSourceName = "System.Net.Http";

    /// <summary>A webhook that a provider sent.</summary>
    public const string WebhookSpan = "provider webhook";

    /// <summary>The tag that names the task.</summary>
    public const string TaskTag = "seedance.task.id";

    /// <summary>The tag that names the provider.</summary>
    public const string ProviderTag = "seedance.provider";

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace that goes on here, as a W3C <c>traceparent</c>, or null.</summary>
    internal static string? TraceParent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
}
