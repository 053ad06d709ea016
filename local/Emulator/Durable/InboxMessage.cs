using System.Globalization;

namespace Seedance.Emulator.Durable;

/// <summary>
/// An event on its way to an instance. The key makes doubles collapse: an activity's result has the same key however often it is
/// delivered. Execution 0 is any execution.
/// </summary>
internal sealed record InboxMessage(string Key, long Sequence, int Execution, HistoryEvent Event, bool IsDurable = true)
{
    public static InboxMessage Result(int execution, long sequence, HistoryEvent result) =>
        new(string.Create(CultureInfo.InvariantCulture, $"r-{execution:D6}-{result.TaskId:D8}"), sequence, execution, result);

    public static InboxMessage Signal(long sequence, HistoryEvent signal) =>
        new(string.Create(CultureInfo.InvariantCulture, $"s-{sequence:D20}"), sequence, 0, signal);

    public static InboxMessage Sent(string sender, int execution, int taskId, long sequence, HistoryEvent raised) =>
        new(string.Create(CultureInfo.InvariantCulture, $"e-{sender}-{execution:D6}-{taskId:D8}"), sequence, 0, raised);

    public static InboxMessage InMemory(int execution, HistoryEvent happened) => new("", 0, execution, happened, IsDurable: false);
}
