using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Publishes the end of a task to the topic. At least once: an answer that is lost has it published again.</summary>
public sealed partial class PublishOutcome(TaskRecords records, EventTopic topic, ILogger<PublishOutcome> logger)
{
    /// <summary>Tries once. Throws when the topic does not have the event.</summary>
    [Function(nameof(PublishOutcome))]
    public async Task RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        var record = await records.ReadAsync(input.Client, input.TaskId, cancellationToken);
        var message = OutcomeEvents.Of(record);
        if (await topic.PublishAsync(message, cancellationToken))
        {
            Log.Published(logger, input.TaskId.ToString(), message.Type);
        }
        else
        {
            Log.NoTopic(logger, input.TaskId.ToString(), message.Type);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: {Type} is published.")]
        public static partial void Published(ILogger logger, string taskId, string type);

        [LoggerMessage(2, LogLevel.Warning, "Task {TaskId}: there is no topic any more that {Type} could be published to.")]
        public static partial void NoTopic(ILogger logger, string taskId, string type);
    }
}
