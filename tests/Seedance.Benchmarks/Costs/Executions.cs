using System.Text.Json;
using Seedance.EndToEnd.Tests.CrashMatrix;

namespace Seedance.Benchmarks.Costs;

/// <summary>What ran for one step, read from the histories that the task hub wrote.</summary>
/// <param name="Activities">Activities by name.</param>
/// <param name="Episodes">Turns of orchestrators: each is one execution of the orchestrator function.</param>
/// <param name="HistoryRows">Rows of histories.</param>
/// <param name="Ended">Orchestrations that ended.</param>
internal sealed record Executions(IReadOnlyList<string> Activities, int Episodes, int HistoryRows, IReadOnlyList<string> Ended)
{
    public int All => Activities.Count + Episodes;

    public static Executions Of(IEnumerable<WireRequest> requests)
    {
        List<(string Instance, string Type, string? Name)> rows = [];
        foreach (var line in requests.Where(request => request.IsWrite).SelectMany(request => request.Body.Split('\n')))
        {
            if (!line.StartsWith('{')) continue;
            var row = JsonDocument.Parse(line).RootElement;
            if (Text(row, "RowKey")?.StartsWith("h-", StringComparison.Ordinal) == true)
            {
                rows.Add((Text(row, "PartitionKey")!, Text(row, "Type")!, Text(row, "Name")));
            }
        }
        return new Executions(
            [.. rows.Where(row => row.Type == "TaskScheduled").Select(row => row.Name!)],
            rows.Count(row => row.Type == "OrchestratorStarted"),
            rows.Count,
            [.. rows.Where(row => row.Type == "ExecutionCompleted").Select(row => row.Instance)]);
    }

    public override string ToString()
        => $"{All,3} = {Episodes} episodes, {Activities.Count} activities ({string.Join(", ", Activities)}); {HistoryRows} rows of history";

    private static string? Text(JsonElement row, string column) => row.TryGetProperty(column, out var value) ? value.GetString() : null;
}
