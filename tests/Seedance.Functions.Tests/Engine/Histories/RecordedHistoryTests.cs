using System.Text.Json.Nodes;
using Seedance.Emulator.Durable;
using Seedance.Functions.Generation;

namespace Seedance.Functions.Tests.Engine.Histories;

/// <summary>
/// Generations that run while a new version is deployed are carried on by it. SEEDANCE_RECORD_HISTORIES=1 records the stories anew;
/// README.md says when that is right.
/// </summary>
public sealed class RecordedHistoryTests
{
    public static TheoryData<string> Names => [.. Stories.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Todays_orchestrators_carry_on_what_was_recorded(string story)
    {
        if (Environment.GetEnvironmentVariable("SEEDANCE_RECORD_HISTORIES") == "1") HistoryFile.Write(story, await Stories.All[story]());

        var executions = HistoryFile.Read(story);
        Assert.NotEmpty(executions);
        Assert.All(executions, execution => Assert.Null(HistoryReplay.Difference(execution)));
    }

    [Fact]
    public void Another_activity_in_the_place_of_a_recorded_one_is_noticed()
    {
        var changed = Changed("webhook", row => row.Name == nameof(PollTask) ? row with { Name = "LookAtProvider" } : row);
        Assert.Contains("LookAtProvider", HistoryReplay.Difference(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void An_activity_that_is_called_no_more_is_noticed()
    {
        var execution = HistoryFile.Read("poll")[0];
        var first = execution.Rows.First(row => row.Type == HistoryEventType.TimerCreated);
        var without = execution with { Rows = [.. execution.Rows.Where(row => row != first)] };
        Assert.NotNull(HistoryReplay.Difference(without));
    }

    [Fact]
    public void Another_time_to_wait_is_noticed()
    {
        var changed = Changed("waiting", row => row.FireAt is { } due ? row with { FireAt = due + TimeSpan.FromSeconds(1) } : row);
        Assert.Contains("TimerCreated", HistoryReplay.Difference(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_todays_types_cannot_read_is_noticed()
    {
        var changed = Changed("waiting", row => row.Type == HistoryEventType.ExecutionStarted
            ? row with { Payload = Without(row.Payload!, "waiting") }
            : row);
        Assert.NotNull(HistoryReplay.Difference(changed));
    }

    [Fact]
    public void Another_input_of_the_next_execution_is_noticed()
    {
        var rolled = HistoryFile.Read("continued-as-new").First(execution => execution.ContinuedWith is not null);
        var other = JsonNode.Parse(rolled.ContinuedWith!.ToJsonString())!;
        other["Resumed"]!["Polls"] = 77;
        Assert.Contains("77", HistoryReplay.Difference(rolled with { ContinuedWith = other }), StringComparison.Ordinal);
    }

    private static RecordedExecution Changed(string story, Func<RecordedRow, RecordedRow> change)
    {
        var execution = HistoryFile.Read(story)[0];
        return execution with { Rows = [.. execution.Rows.Select(change)] };
    }

    private static JsonObject Without(JsonNode payload, string member)
    {
        var copy = payload.DeepClone().AsObject();
        Assert.True(copy.Remove(copy.First(pair => string.Equals(pair.Key, member, StringComparison.OrdinalIgnoreCase)).Key));
        return copy;
    }
}
