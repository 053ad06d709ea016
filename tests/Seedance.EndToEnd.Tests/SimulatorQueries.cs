namespace Seedance.EndToEnd.Tests;

/// <summary>What the simulator knows of the tests' own generations.</summary>
internal static class SimulatorQueries
{
    public static Task<IReadOnlyList<JournalEntry>> JournalAsync(this SimulatorServer simulator, string kind, string taskId)
        => EntriesAsync(simulator, kind, entry => entry.TaskId == taskId);

    /// <summary>Every submit of this request that reached the provider, paid or not.</summary>
    public static Task<IReadOnlyList<JournalEntry>> SubmitsAsync(this SimulatorServer simulator, Ask ask)
        => EntriesAsync(
            simulator, JournalKind.Submit, submit => submit.Body?.GetRawText().Contains(ask.Token, StringComparison.Ordinal) == true);

    public static Task<IReadOnlyList<SimulatorTask>> TasksAsync(this SimulatorServer simulator, string promptContains)
        => Task.FromResult<IReadOnlyList<SimulatorTask>>(
            [.. simulator.Tasks.Where(task => task.Prompt.Contains(promptContains, StringComparison.Ordinal))]);

    public static async Task<SimulatorTask> OnlyTaskAsync(this SimulatorServer simulator, Ask ask)
        => Assert.Single(await simulator.TasksAsync(ask.Token));

    /// <summary>The submit whose task was created: perhaps still without a response.</summary>
    public static async Task<JournalEntry> PaidSubmitSeenAsync(this SimulatorServer simulator, Ask ask)
    {
        var submits = await Eventually.ReadAsync(
            "A paid submit", () => simulator.SubmitsAsync(ask), seen => seen.Any(submit => submit.Created));
        return Assert.Single(submits, submit => submit.Created);
    }

    public static async Task<JournalEntry> SubmitSeenAsync(this SimulatorServer simulator, Ask ask)
        => Assert.Single(await Eventually.ReadAsync("A submit", () => simulator.SubmitsAsync(ask), submits => submits.Count > 0));

    /// <summary>That this request was paid exactly once, whatever happened in between.</summary>
    public static async Task<SimulatorTask> PaidOnceAsync(this SimulatorServer simulator, Ask ask)
    {
        Assert.Single(await simulator.SubmitsAsync(ask), submit => submit.Created);
        return await simulator.OnlyTaskAsync(ask);
    }

    private static Task<IReadOnlyList<JournalEntry>> EntriesAsync(SimulatorServer simulator, string kind, Func<JournalEntry, bool> wanted)
        => Task.FromResult<IReadOnlyList<JournalEntry>>([.. simulator.Journal.Where(entry => entry.Kind == kind && wanted(entry))]);
}
