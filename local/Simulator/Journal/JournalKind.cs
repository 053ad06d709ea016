namespace Seedance.Simulator.Journal;

internal static class JournalKind
{
    public const string Submit = "submit";
    public const string Poll = "poll";
    public const string Download = "download";
    public const string Callback = "callback";
    public const string Other = "other";
}
