namespace Seedance.Simulator.Journal;

internal static class JournalFeature
{
    public static JournalEntry Journal(this HttpContext context) => (JournalEntry)context.Items[typeof(JournalEntry)]!;
}
