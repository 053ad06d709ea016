namespace Seedance.Functions.Tests.Orchestrations.Histories;

/// <summary>
/// Generations that run while a new version is deployed go on in it. SEEDANCE_RECORD_HISTORIES=1 records the stories anew; README.md
/// says when that is right.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<Task<IReadOnlyList<string>>>> Stories = new()
    {
        ["webhook"] = () => RecordAsync(_ => { }, async world =>
        {
            await world.AdvanceAsync(2 * Minute);
            await world.WebhookAsync("provider-1");
        }),
        ["continued-as-new"] = () => RecordAsync(world => world.Provider.Duration = 20 * Minute, async world =>
        {
            await world.AdvanceAsync(5 * Minute);
            await world.WebhookAsync("provider-1");
            await world.AdvanceAsync(20 * Minute);
        }),
        ["settled-by-a-callback"] = () => RecordAsync(
            world =>
            {
                world.Provider.ReplaysIdempotencyKey = false;
                world.Provider.Fates.Enqueue(SubmitFate.AnswerLost);
            },
            async world =>
            {
                await world.AdvanceAsync(Minute);
                await world.WebhookAsync("a-task-nobody-knows");
                await world.AdvanceAsync(Minute);
                await world.WebhookAsync("provider-1");
                await world.AdvanceAsync(5 * Minute);
            }),
    };

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Todays_orchestrators_ask_for_what_was_recorded(string story)
    {
        if (Environment.GetEnvironmentVariable("SEEDANCE_RECORD_HISTORIES") == "1") RecordedTurns.Write(story, await Stories[story]());

        var turns = RecordedTurns.Read(story);
        Assert.InRange(turns.Count, 5, 50);
        Assert.Null(RecordedTurns.Difference(turns));
    }

    [Theory]
    [InlineData("'name':'PollTask'", "'name':'LookAtProvider'", "LookAtProvider")]
    [InlineData("'createTimer':{'fireAt':'2026-03-01T12:", "'createTimer':{'fireAt':'2026-03-01T13:", "createTimer")]
    [InlineData("_COMPLETED'}}]", "_COMPLETED'}},{'id':99,'scheduleTask':{'name':'Gone'}}]", "missing is")]
    [InlineData("'asked':[{'scheduleTask':", "'asked':[],'unasked':[{'scheduleTask':", "new is")]
    public void A_difference_is_found(string recorded, string other, string found)
    {
        var turns = RecordedTurns.Read("continued-as-new");
        var changed = turns.Select(turn => turn.Replace(Quoted(recorded), Quoted(other), StringComparison.Ordinal)).ToList();

        Assert.NotEqual(turns, changed);
        Assert.Contains(found, RecordedTurns.Difference(changed), StringComparison.OrdinalIgnoreCase);
    }

    private static string Quoted(string text) => text.Replace('\'', '"');

    private static async Task<IReadOnlyList<string>> RecordAsync(Action<GenerationWorld> arrange, Func<GenerationWorld, Task> happens)
    {
        Assert.True(TaskId.TryParse("task-1772366400-0000000000000000", out var id));
        using var world = new GenerationWorld(options => options.Waiting.PollsPerExecution = 2, id);
        arrange(world);
        var turns = RecordedTurns.Record(world.Hub);
        await world.StartAsync();
        await happens(world);
        return turns;
    }
}
