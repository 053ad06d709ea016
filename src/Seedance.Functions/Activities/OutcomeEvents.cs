using Azure.Messaging;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>Makes the event of a task that has ended out of its record (CloudEvents 1.0).</summary>
public static class OutcomeEvents
{
    /// <summary>
    /// The event. Source and id are the same whenever it is made, so that a subscriber can tell a repetition: <c>/seedance/{client}</c>
    /// and <c>{task id}-{status}</c>. The subject, <c>videos/{task id}</c>, is what subscriptions filter by.
    /// </summary>
    public static CloudEvent Of(TaskRecord record) => new(
        $"/seedance/{record.Client}",
        TypeOf(record.State),
        new BinaryData(JsonSerializer.SerializeToUtf8Bytes(DataOf(record), EventJson.Default.OutcomeEventData)),
        "application/json",
        CloudEventDataFormat.Json)
    {
        Id = $"{record.Id}-{record.State.Word()}",
        Subject = $"videos/{record.Id}",
        Time = record.CompletedAt ?? record.UpdatedAt,
    };

    private static string TypeOf(TaskState state) => state switch
    {
        TaskState.Completed => "Seedance.Video.Completed",
        TaskState.Failed => "Seedance.Video.Failed",
        TaskState.Cancelled => "Seedance.Video.Cancelled",
        _ => throw new InvalidOperationException($"A {state} task has not ended."),
    };

    private static OutcomeEventData DataOf(TaskRecord record) => new()
    {
        TaskId = record.Id.ToString(),
        Client = record.Client,
        Status = record.State.Word(),
        Model = record.Request.Model,
        Provider = record.Request.Provider,
        BatchId = record.BatchId?.ToString(),
        Results = record is { State: TaskState.Completed, KeptVideo: not null } ? VideoLinks.ToAllWithoutSignature(record) : null,
        Video = record.KeptVideo,
        FailureCode = record.State == TaskState.Failed ? record.Failure?.Code : null,
        Credits = record.CreditsCharged,
    };
}
