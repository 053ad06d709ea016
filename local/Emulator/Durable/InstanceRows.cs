using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Durable;

/// <summary>An instance as rows of one partition: <c>i</c> its status, <c>h-</c> its history, <c>m-</c> its inbox.</summary>
internal sealed class InstanceRows(PayloadBlobs payloads)
{
    public const string Status = "i";
    public const string Messages = "m-";

    public static string HistoryKey(int execution, int row) => string.Create(CultureInfo.InvariantCulture, $"h-{execution:D6}-{row:D8}");

    public static string HistoryPrefix(int execution) => string.Create(CultureInfo.InvariantCulture, $"h-{execution:D6}-");

    public async Task<TableEntity> ToCreateAsync(InstanceState state, CancellationToken cancellationToken)
    {
        var row = await ToUpdateAsync(state, hasInput: true, cancellationToken);
        row["Name"] = state.Name;
        row["CreatedAt"] = state.CreatedAt;
        row["StartAt"] = state.StartAt;
        row["CreationId"] = state.CreationId;
        row["ParentId"] = state.Parent?.InstanceId;
        row["Parent"] = state.Parent is null ? null : JsonSerializer.Serialize(state.Parent);
        return row;
    }

    public async Task<TableEntity> ToUpdateAsync(InstanceState state, bool hasInput, CancellationToken cancellationToken)
    {
        var row = new TableEntity(state.Id, Status)
        {
            ["Status"] = state.Status.ToString(),
            ["UpdatedAt"] = state.UpdatedAt,
            ["Execution"] = state.Execution,
            ["HistoryCount"] = state.HistoryCount,
            ["IsStarted"] = state.IsStarted,
        };

        // A blob of its own for each turn: what the stored row names is never overwritten before the next row is stored.
        var turn = string.Create(CultureInfo.InvariantCulture, $"-{state.Execution:D6}-{state.HistoryCount:D8}");
        if (hasInput)
        {
            await payloads.WriteAsync(row, "Input", state.Input, turn, cancellationToken);
        }

        await payloads.WriteAsync(row, "Output", state.Output, turn, cancellationToken);
        await payloads.WriteAsync(row, "CustomStatus", state.CustomStatus, turn, cancellationToken);
        await payloads.WriteAsync(row, "Failure", ToJson(state.Failure), turn, cancellationToken);
        var open = state.Open.Count == 0 ? null : JsonSerializer.Serialize(state.Open);
        await payloads.WriteAsync(row, "Open", open, turn, cancellationToken);
        return row;
    }

    public async Task<InstanceState> ToStateAsync(TableEntity row, bool hasPayloads, CancellationToken cancellationToken)
    {
        var open = await payloads.ReadAsync(row, "Open", cancellationToken);
        var state = new InstanceState(row.PartitionKey, row.GetString("Name")!)
        {
            Status = Enum.Parse<OrchestrationRuntimeStatus>(row.GetString("Status")!),
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
            StartAt = row.GetDateTimeOffset("StartAt"),
            Execution = row.GetInt32("Execution")!.Value,
            HistoryCount = row.GetInt32("HistoryCount")!.Value,
            IsStarted = row.GetBoolean("IsStarted")!.Value,
            Open = open is null ? [] : JsonSerializer.Deserialize<List<OpenTask>>(open)!,
            Parent = row.GetString("Parent") is { } parent ? JsonSerializer.Deserialize<ParentTask>(parent) : null,
            CreationId = row.GetString("CreationId")!,
            Version = row.ETag.ToString(),
        };
        return !hasPayloads ? state : state with
        {
            Input = await payloads.ReadAsync(row, "Input", cancellationToken),
            Output = await payloads.ReadAsync(row, "Output", cancellationToken),
            CustomStatus = await payloads.ReadAsync(row, "CustomStatus", cancellationToken),
            Failure = FromJson(await payloads.ReadAsync(row, "Failure", cancellationToken)),
        };
    }

    public async Task<TableEntity> ToRowAsync(string id, string rowKey, HistoryEvent happened, CancellationToken cancellationToken)
    {
        var row = new TableEntity(id, rowKey)
        {
            ["Type"] = happened.Type.ToString(),
            ["HappenedAt"] = happened.Timestamp,
            ["TaskId"] = happened.TaskId,
            ["Name"] = happened.Name,
            ["FireAt"] = happened.FireAt,
            ["TargetId"] = happened.TargetId,
        };
        await payloads.WriteAsync(row, "Payload", happened.Payload, "", cancellationToken);
        await payloads.WriteAsync(row, "Failure", ToJson(happened.Failure), "", cancellationToken);
        return row;
    }

    public async Task<HistoryEvent> ToEventAsync(TableEntity row, CancellationToken cancellationToken) =>
        new(Enum.Parse<HistoryEventType>(row.GetString("Type")!))
        {
            Timestamp = row.GetDateTimeOffset("HappenedAt")!.Value,
            TaskId = row.GetInt32("TaskId")!.Value,
            Name = row.GetString("Name"),
            FireAt = row.GetDateTimeOffset("FireAt"),
            TargetId = row.GetString("TargetId"),
            Payload = await payloads.ReadAsync(row, "Payload", cancellationToken),
            Failure = FromJson(await payloads.ReadAsync(row, "Failure", cancellationToken)),
        };

    public async Task<TableEntity> ToRowAsync(string id, InboxMessage message, CancellationToken cancellationToken)
    {
        var row = await ToRowAsync(id, Messages + message.Key, message.Event, cancellationToken);
        row["Sequence"] = message.Sequence;
        row["Execution"] = message.Execution;
        return row;
    }

    public async Task<InboxMessage> ToMessageAsync(TableEntity row, CancellationToken cancellationToken) => new(
        row.RowKey[Messages.Length..],
        row.GetInt64("Sequence")!.Value,
        row.GetInt32("Execution")!.Value,
        await ToEventAsync(row, cancellationToken));

    private static string? ToJson(TaskFailureDetails? failure) => failure is null ? null : JsonSerializer.Serialize(failure);

    private static TaskFailureDetails? FromJson(string? failure) =>
        failure is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(failure);
}
