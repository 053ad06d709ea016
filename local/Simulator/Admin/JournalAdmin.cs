using Seedance.Simulator.Journal;

namespace Seedance.Simulator.Admin;

internal static class JournalAdmin
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/journal", async (
            string? kind, string? taskId, string? provider, bool? created, string? contains, long? since, int? atLeast, double? waitSeconds,
            RequestJournal journal, TimeProvider time, CancellationToken cancellation) =>
            await journal.ReadAsync(
                entry => (kind is null || entry.Kind == kind)
                    && (taskId is null || entry.TaskId == taskId)
                    && (provider is null || entry.Provider == provider)
                    && (created is null || entry.Created == created)
                    && (contains is null || (entry.Body?.ToString()?.Contains(contains, StringComparison.Ordinal) ?? false))
                    && (since is null || entry.Sequence > since),
                atLeast ?? 0,
                TimeSpan.FromSeconds(Math.Clamp(waitSeconds ?? 0, 0, 600)),
                time,
                cancellation));
        admin.MapGet("/journal/summary", (RequestJournal journal) =>
        {
            var entries = journal.Read(_ => true);
            int Count(string kind) => entries.Count(entry => entry.Kind == kind);
            return new
            {
                submits = Count(JournalKind.Submit),
                paidSubmits = entries.Count(entry => entry.IsPaidSubmit),
                polls = Count(JournalKind.Poll),
                downloads = Count(JournalKind.Download),
                callbacks = Count(JournalKind.Callback),
                others = Count(JournalKind.Other),
            };
        });
        admin.MapDelete("/journal", (RequestJournal journal) =>
        {
            journal.Clear();
            return Results.NoContent();
        });
    }
}
