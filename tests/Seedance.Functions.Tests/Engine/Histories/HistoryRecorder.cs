using System.Text.Json.Nodes;
using Seedance.Emulator.Durable;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>Writes down the histories of a world's orchestrations as they are stored.</summary>
internal sealed class HistoryRecorder
{
    private readonly Dictionary<(string Instance, int Execution), RecordedExecution> _executions = [];
    private readonly Dictionary<(string Instance, string Key), HistoryEvent> _messages = [];

    public HistoryRecorder(WatchedStore store)
    {
        store.OnMessage = (instance, message) => _messages[(instance, message.Key)] = message.Event;
        store.OnCommit = Record;
    }

    public IReadOnlyList<RecordedExecution> Executions
        =>
        [
            .. _executions.OrderBy(entry => entry.Key.Instance, StringComparer.Ordinal).ThenBy(entry => entry.Key.Execution)
                .Select(entry => entry.Value),
        ];

    private void Record(TurnCommit turn)
    {
        var state = turn.State;
        var key = (state.Id, state.Execution);
        if (turn.Replaced is { } replaced) Close(turn, replaced);
        var past = _executions.GetValueOrDefault(key)?.Rows.Take(turn.FirstRow) ?? [];
        _executions[key] = Of(state, state.Execution, [.. past, .. turn.Events.Select(RecordedRow.Of)]);
    }

    // The turn that continues as new is not stored: its history is thrown away. What it was told is known all the same.
    private void Close(TurnCommit turn, IReadOnlyList<HistoryEvent> replaced)
    {
        var state = turn.State;
        var told = turn.Consumed.Select(message => _messages[(state.Id, message)]);
        var last = told.Prepend(new HistoryEvent(HistoryEventType.OrchestratorStarted))
            .Select(row => row with { Timestamp = state.UpdatedAt });
        _executions[(state.Id, state.Execution - 1)] = Of(
            state, state.Execution - 1, [.. replaced.Concat(last).Select(RecordedRow.Of)]) with
        {
            ContinuedWith = JsonNode.Parse(state.Input!),
        };
    }

    private static RecordedExecution Of(InstanceState state, int execution, IReadOnlyList<RecordedRow> rows)
        => new() { Orchestrator = state.Name, InstanceId = state.Id, Execution = execution, Rows = rows };
}
