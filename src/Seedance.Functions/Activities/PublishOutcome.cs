using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Publishes the end of a task to the Event Grid topic, as a CloudEvent 1.0. Run twice, it publishes twice under the same source and id:
/// events are delivered at least once. Throws when the topic does not take the event.
/// </summary>
/// <param name="topic">Null when none is configured.</param>
public sealed partial class PublishOutcome(TaskRecords records, ILogger<PublishOutcome> logger, EventGridPublisherClient? topic = null)
{
    [Function(nameof(PublishOutcome))]
    public async Task RunAsync([ActivityTrigger] TaskReference input, CancellationToken cancellationToken)
    {
        var record = await records.ReadAsync(input.Client, input.TaskId, cancellationToken);
        var message = EventOf(record);
        if (topic is null)
        {
            LogNoTopic(input.TaskId, message.Type);
            return;
        }
        await topic.SendEventAsync(message, cancellationToken);
        LogPublished(input.TaskId, message.Type);
    }

    // Made of the record alone, so that a repetition is the same event. Subscriptions filter by the subject.
    private static CloudEvent EventOf(TaskRecord record) => new(
        $"/seedance/{record.Client}",
        record.State switch
        {
            TaskState.Completed => "Seedance.Video.Completed",
            TaskState.Failed => "Seedance.Video.Failed",
            TaskState.Cancelled => "Seedance.Video.Cancelled",
            _ => throw new InvalidOperationException($"Task {record.Id} has not ended."),
        },
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(DataOf(record), EventJson.Default.OutcomeEventData)),
        "application/json",
        CloudEventDataFormat.Json)
    {
        Id = $"{record.Id}-{record.State.Word()}",
        Subject = $"videos/{record.Id}",
        Time = record.CompletedAt ?? record.UpdatedAt,
    };

    // The links carry no signature and ask for the client's key: subscribers, dead letters and logs of a topic reach more people than
    // the client chose to show its videos to. A subscriber with an identity of its own reads the blob.
    private static OutcomeEventData DataOf(TaskRecord record) => new(
        record.Id.ToString(),
        record.Client,
        record.State.Word(),
        record.Request.Model,
        record.Request.Provider,
        record.BatchId?.ToString(),
        record is { State: TaskState.Completed, KeptVideo: not null } ? VideoLinks.ToAllWithoutSignature(record) : null,
        record.KeptVideo,
        record.State == TaskState.Failed ? record.Failure?.Code : null,
        record.CreditsCharged);

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: {Type} is published.")]
    private partial void LogPublished(TaskId taskId, string type);

    [LoggerMessage(2, LogLevel.Warning, "Task {TaskId}: {Type} is not published, no topic is configured any more.")]
    private partial void LogNoTopic(TaskId taskId, string type);
}

/// <summary>The data of an event, in the words of <c>GET /v1/tasks/{id}</c>.</summary>
internal sealed record OutcomeEventData(
    string TaskId,
    string Client,
    string Status,
    string Model,
    string Provider,
    string? BatchId,
    IReadOnlyList<string>? Results,
    StoredVideo? Video,
    string? FailureCode,
    decimal? Credits);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutcomeEventData))]
internal sealed partial class EventJson : JsonSerializerContext;
