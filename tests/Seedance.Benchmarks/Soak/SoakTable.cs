using System.Globalization;
using Seedance.Simulator;

namespace Seedance.Benchmarks.Soak;

internal static class SoakTable
{
    public static void Print(
        SoakOptions options, IReadOnlyList<SoakVerdict> verdicts, SoakKiller killer, int told, SimulatorServer simulator, TimeSpan took)
    {
        Console.WriteLine();
        foreach (var group in verdicts.GroupBy(verdict => (verdict.Request.Provider, verdict.Outcome)).OrderBy(group => group.Key))
        {
            Line($"{group.Key.Provider,-12} {group.Key.Outcome}", group.Count());
        }
        Line("generations asked for", options.Generations);
        Line("creates without an answer, sent again under their key", verdicts.Sum(verdict => verdict.Request.Unanswered));
        Line("kills of the app", killer.Kills);
        Line("restarts of the app", killer.Restarts);
        Line("submits that reached the provider", simulator.Journal.Count(entry => entry.Kind == JournalKind.Submit));
        Line("paid", verdicts.Sum(verdict => verdict.Paid));
        Line("callbacks of the provider", simulator.Journal.Count(entry => entry.Kind == JournalKind.Callback));
        Line("callbacks to callers", told);
        Line("tasks whose caller was told", verdicts.Count(verdict => verdict.Messages > 0));
        Line("tasks told under more than one message id", verdicts.Count(verdict => verdict.Messages > 1));
        Line("tasks not ended", verdicts.Count(verdict => verdict.Request.Task is not { HasEnded: true }));
        Line("PAID TWICE", verdicts.Count(verdict => verdict.PaidTwice));
        Line("LOST", verdicts.Count(verdict => verdict.Lost));
        foreach (var bad in verdicts.Where(verdict => verdict.Lost || verdict.PaidTwice || verdict.Messages > 1))
        {
            Console.WriteLine($"  {bad.Request.TaskId} {bad.Outcome}, paid {bad.Paid}: {bad.Request.Prompt}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}, {took.TotalMinutes:0.0} minutes"));
    }

    private static void Line(string what, int count) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-90} {count,6}"));
}
