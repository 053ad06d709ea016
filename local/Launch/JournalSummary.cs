namespace Seedance.Launch;

/// <summary>How many requests of each kind the simulator got, and how many submits were paid.</summary>
public sealed record JournalSummary(int Submits, int PaidSubmits, int Polls, int Downloads, int Callbacks, int Others);
