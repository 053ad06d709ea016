namespace Seedance.Emulator.Durable;

/// <summary>Everything that one turn changes, stored all or nothing.</summary>
/// <param name="State">The new status row; its version is the one that the turn started from.</param>
/// <param name="FirstRow">The number of the first new history row.</param>
/// <param name="Events">The new history rows, in the state's execution.</param>
/// <param name="Consumed">Keys of the inbox messages that are now history.</param>
/// <param name="Replaced">The history of the execution before, when this turn continued as new; otherwise null.</param>
internal sealed record TurnCommit(
    InstanceState State,
    int FirstRow,
    IReadOnlyList<HistoryEvent> Events,
    IReadOnlyList<string> Consumed,
    IReadOnlyList<HistoryEvent>? Replaced);
