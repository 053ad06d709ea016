using System.Diagnostics;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>Links what happens to a task from outside with the trace that created it, which its orchestration carries on.</summary>
public sealed partial class TaskTraces(TaskRecords records, ILogger<TaskTraces> logger)
{
    /// <summary>Starts the span of a provider's webhook.</summary>
    /// <returns>Null when nobody traces.</returns>
    public static Activity? StartWebhook(string provider, TaskId id)
        => Tracing.Source.StartActivity(Tracing.WebhookSpan, ActivityKind.Consumer)
            ?.SetTag(Tracing.TaskTag, id.ToString()).SetTag(Tracing.ProviderTag, provider);

    /// <summary>Links a span to the generation it is about: one look at its record, and none when nobody traces.</summary>
    /// <param name="span">The span; null when nobody traces.</param>
    /// <param name="client">Whose task it is about.</param>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public async Task LinkAsync(Activity? span, string client, TaskId id, CancellationToken cancellationToken)
    {
        if (span is not { IsAllDataRequested: true }) return;
        if (await CreatedByAsync(client, id, cancellationToken) is { } context) span.AddLink(new ActivityLink(context));
    }

    private async Task<ActivityContext?> CreatedByAsync(string client, TaskId id, CancellationToken cancellationToken)
    {
        try
        {
            var record = await records.FindAsync(client, id, cancellationToken);
            return ActivityContext.TryParse(record?.TraceParent, null, isRemote: true, out var context) ? context : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A webhook must wake its generation, whatever becomes of the link.
            Log.NotLinked(logger, id.ToString(), failure);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The span of a webhook could not be linked to task {TaskId}.")]
        public static partial void NotLinked(ILogger logger, string taskId, Exception failure);
    }
}
