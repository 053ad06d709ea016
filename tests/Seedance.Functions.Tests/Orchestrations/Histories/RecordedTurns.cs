using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Seedance.Functions.Tests.Orchestrations.Hub;
using P = Microsoft.DurableTask.Protobuf;

namespace Seedance.Functions.Tests.Orchestrations.Histories;

/// <summary>
/// Recorded turns, one line of JSON each: which execution it was, what it was told and what it asked for, as protobuf writes them.
/// Payloads are JSON in JSON, so that a reader sees what is in them.
/// </summary>
internal static class RecordedTurns
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Payloads = ["input", "result", "data"];

    public static IReadOnlyList<string> Read(string story) => File.ReadAllLines(PathOf(story));

    public static void Write(string story, IEnumerable<string> turns) => File.WriteAllLines(PathOf(story), turns);

    public static IReadOnlyList<string> Record(VirtualTaskHub hub)
    {
        var turns = new List<string>();
        hub.OnTurn = turn => turns.Add(new JsonObject
        {
            ["orchestrator"] = turn.State.Name,
            ["instanceId"] = turn.State.Id,
            ["executionId"] = turn.State.ExecutionId,
            ["told"] = new JsonArray([.. turn.Request.NewEvents.Select(Readable)]),
            ["asked"] = new JsonArray([.. turn.Response.Actions.Select(Readable)]),
        }.ToJsonString(Json));
        return turns;
    }

    /// <summary>
    /// Replays the turns against today's orchestrators: each must ask for what it asked for then. Members that a payload has only today
    /// are no difference; those that it has no more are.
    /// </summary>
    /// <returns>The first difference in words, or null when there is none.</returns>
    public static string? Difference(IEnumerable<string> turns)
    {
        using var today = new EngineHarness(new FakeTimeProvider());
        today
            .Orchestrator(nameof(GenerateVideo), GenerateVideo.RunAsync)
            .Orchestrator(nameof(NotifyCaller), NotifyCaller.RunAsync);
        var histories = new Dictionary<string, List<P.HistoryEvent>>();
        foreach (var (index, line) in turns.Index())
        {
            var turn = JsonNode.Parse(line)!;
            var execution = (string)turn["executionId"]!;
            if (!histories.TryGetValue(execution, out var past)) histories[execution] = past = [];
            var request = new P.OrchestratorRequest { InstanceId = (string)turn["instanceId"]!, ExecutionId = execution };
            request.PastEvents.Add(past);
            request.NewEvents.Add(turn["told"]!.AsArray().Select(told => Parse(P.HistoryEvent.Parser, told!)));
            var asked = today.Replay((string)turn["orchestrator"]!, request).Actions;
            var then = turn["asked"]!.AsArray().Select(action => Parse(P.OrchestratorAction.Parser, action!)).ToList();
            if (Difference(then, asked) is { } difference) return $"Turn {index + 1}: {difference}";

            past.AddRange(request.NewEvents);
            past.AddRange(then.Select(action => HistoryRows.Of(action, request.NewEvents[0].Timestamp)));
        }
        return null;
    }

    private static string? Difference(List<P.OrchestratorAction> then, RepeatedField<P.OrchestratorAction> today)
    {
        for (var i = 0; i < Math.Max(then.Count, today.Count); i++)
        {
            if (i >= then.Count) return $"new is {today[i]}";
            if (i >= today.Count) return $"missing is {then[i]}";
            var isAlike = then[i].Id == today[i].Id && Contains(Readable(today[i]), Readable(then[i]));
            if (!isAlike) return $"then {then[i]}{Environment.NewLine}today {today[i]}";
        }
        return null;
    }

    private static bool Contains(JsonNode? whole, JsonNode? part) => (whole, part) switch
    {
        (JsonObject objects, JsonObject parts) => parts.All(member => Contains(objects[member.Key], member.Value)),
        (JsonArray items, JsonArray parts) => items.Count == parts.Count && items.Zip(parts).All(pair => Contains(pair.First, pair.Second)),
        (_, null) => true,
        _ => JsonNode.DeepEquals(whole, part),
    };

    private static JsonNode Readable(IMessage message) => Changed(
        JsonNode.Parse(JsonFormatter.Default.Format(message))!, payload => PayloadOf((string)payload!));

    private static T Parse<T>(MessageParser<T> parser, JsonNode readable)
        where T : IMessage<T>
        => parser.ParseJson(Changed(readable.DeepClone(), payload => payload.ToJsonString()).ToJsonString());

    private static JsonNode? PayloadOf(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // The result of an orchestration that failed is plain text.
            return text;
        }
    }

    // Stack traces tell of the machine that recorded them.
    private static JsonNode Changed(JsonNode node, Func<JsonNode, JsonNode?> change)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (name == "stackTrace") node.AsObject().Remove(name);
            else if (Payloads.Contains(name) && value is not null) node[name] = change(value);
            else if (value is JsonObject) Changed(value, change);
        }
        return node;
    }

    private static string PathOf(string story, [CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, $"{story}.jsonl");
}
