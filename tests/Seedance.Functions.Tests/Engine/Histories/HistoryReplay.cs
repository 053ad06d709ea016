using System.Text.Json.Nodes;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Emulator.Durable;
using Seedance.Emulator.Tests.Engine;
using Seedance.Functions.Generation;
using Seedance.Functions.Notifications;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>
/// Replays a recorded execution against today's orchestrators, turn by turn: after every prefix of its history they must ask for what
/// they asked for then. Members that an input or a payload has only today are no difference; those it has no more are.
/// </summary>
internal static class HistoryReplay
{
    /// <summary>The first difference in words, or null when there is none.</summary>
    public static string? Difference(RecordedExecution recorded)
    {
        var starts = recorded.Rows.Index()
            .Where(row => row.Item.Type == HistoryEventType.OrchestratorStarted)
            .Select(row => row.Index)
            .ToList();
        for (var turn = 0; turn < starts.Count; turn++)
        {
            var end = turn + 1 < starts.Count ? starts[turn + 1] : recorded.Rows.Count;
            var continues = turn + 1 == starts.Count ? recorded.ContinuedWith : null;
            if (Difference(recorded, starts[turn], end, continues) is { } difference)
            {
                return $"{recorded.InstanceId}, execution {recorded.Execution}, turn {turn + 1} at row {starts[turn]}: {difference}";
            }
        }
        return null;
    }

    private static string? Difference(RecordedExecution recorded, int start, int end, JsonNode? continuedWith)
    {
        var rows = recorded.Rows.Skip(start).Take(end - start).Where(row => row.Type != HistoryEventType.OrchestratorCompleted).ToList();
        var orchestrators = new EngineHarness()
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync);
        var state = new InstanceState(recorded.InstanceId, recorded.Orchestrator) { Execution = recorded.Execution };
        string? strayed = null;
        var result = new OrchestrationTurn(
            state, orchestrators, JsonDataConverter.Default, NullLoggerFactory.Instance, reason => strayed = reason).Run(
            [.. recorded.Rows.Take(start).Select(row => row.ToEvent())],
            [.. rows.Where(row => !row.IsAction).Select(row => row.ToEvent())]);
        if (strayed is not null) return strayed;

        var then = rows.Where(row => row.IsAction).ToList();
        var today = result.Rows.Select(RecordedRow.Of).Where(row => row.IsAction).ToList();
        for (var i = 0; i < Math.Max(then.Count, today.Count); i++)
        {
            if (i >= then.Count) return $"new is {today[i]}";
            if (i >= today.Count) return $"missing is {then[i]}";
            if (!AreAlike(then[i], today[i])) return $"then {then[i]}{Environment.NewLine}today {today[i]}";
        }
        var next = result.Next?.Input is { } input ? JsonNode.Parse(input) : null;
        return Contains(next, continuedWith) && (continuedWith is null) == (next is null)
            ? null
            : $"then continued with {continuedWith?.ToJsonString() ?? "nothing"}{Environment.NewLine}"
                + $"today with {next?.ToJsonString() ?? "nothing"}";
    }

    private static bool AreAlike(RecordedRow then, RecordedRow today)
        => (then.Type, then.Task, then.Name, then.FireAt, then.Target, then.Failure)
            == (today.Type, today.Task, today.Name, today.FireAt, today.Target, today.Failure)
            && Contains(today.Payload, then.Payload);

    private static bool Contains(JsonNode? whole, JsonNode? part) => (whole, part) switch
    {
        (JsonObject objects, JsonObject parts) => parts.All(member => Contains(objects[member.Key], member.Value)),
        (JsonArray items, JsonArray parts) => items.Count == parts.Count
            && parts.Index().All(item => Contains(items[item.Index], item.Item)),
        (_, null) => true,
        _ => JsonNode.DeepEquals(whole, part),
    };
}
