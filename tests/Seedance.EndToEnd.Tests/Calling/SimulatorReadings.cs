using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Calling;

internal static class SimulatorReadings
{
    private const string Patience = "atLeast=1&waitSeconds=60";

    /// <summary>Every submit of this request that reached the provider, paid or not.</summary>
    public static Task<IReadOnlyList<JournalEntry>> SubmitsAsync(this SimulatorAdmin simulator, Ask ask)
        => simulator.JournalAsync($"kind=submit&contains={ask.Token}");

    public static async Task<SimulatorTask> OnlyTaskAsync(this SimulatorAdmin simulator, Ask ask)
        => Assert.Single(await simulator.TasksAsync(ask.Token));

    /// <summary>The submit whose task was created: perhaps still unanswered.</summary>
    public static async Task<JournalEntry> PaidSubmitSeenAsync(this SimulatorAdmin simulator, Ask ask)
        => Assert.Single(await simulator.JournalAsync($"kind=submit&created=true&contains={ask.Token}&{Patience}"));

    public static async Task<JournalEntry> SubmitSeenAsync(this SimulatorAdmin simulator, Ask ask)
        => Assert.Single(await simulator.JournalAsync($"kind=submit&contains={ask.Token}&{Patience}"));

    public static async Task<JournalEntry> SeenAsync(this SimulatorAdmin simulator, string kind, string providerTaskId)
    {
        var entries = await simulator.JournalAsync($"kind={kind}&taskId={Uri.EscapeDataString(providerTaskId)}&{Patience}");
        Assert.NotEmpty(entries);
        return entries[0];
    }

    /// <summary>That this request was paid exactly once, whatever happened in between.</summary>
    public static async Task<SimulatorTask> PaidOnceAsync(this SimulatorAdmin simulator, Ask ask)
    {
        Assert.Single(await simulator.SubmitsAsync(ask), submit => submit.Created);
        return await simulator.OnlyTaskAsync(ask);
    }
}
