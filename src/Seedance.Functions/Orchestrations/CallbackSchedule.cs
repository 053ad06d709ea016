namespace Seedance.Functions.Orchestrations;

/// <summary>
/// When a caller that could not be told is tried again: a pure function, so that an orchestration can replay it. 1, 2 and 4 seconds
/// as EvoLink does, then minutes and hours, each lengthened by up to a fifth, so that tasks which ended together do not fall upon a
/// caller together when it is back.
/// </summary>
public static class CallbackSchedule
{
    /// <summary>How long a caller is tried: the last attempt is made when this is over.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private const double MaxJitter = 0.2;

    private static readonly TimeSpan[] Quick = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private static readonly TimeSpan[] Slow =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
    ];

    /// <summary>The time to wait from now, never beyond the end of the patience.</summary>
    /// <param name="taskId">The task, which decides the jitter.</param>
    /// <param name="waits">How many waits of the schedule are over, from 0.</param>
    /// <param name="retryAfter">The least that the caller asked for, where it did.</param>
    /// <param name="left">What is left of the patience.</param>
    public static TimeSpan Next(string taskId, int waits, TimeSpan? retryAfter, TimeSpan left)
    {
        var wait = waits < Quick.Length ? Quick[waits] : Jittered(Slow[Math.Min(waits - Quick.Length, Slow.Length - 1)], taskId, waits);
        if (retryAfter is { } asked && asked > wait) wait = asked;
        return wait < left ? wait : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Jittered(TimeSpan wait, string taskId, int waits) => wait + (wait * (MaxJitter * Fraction(taskId, waits)));

    // From 0 to 1. FNV-1a: the same in every process, which string.GetHashCode is not.
    private static double Fraction(string taskId, int waits)
    {
        var hash = 2166136261u;
        foreach (var character in taskId) hash = unchecked((hash ^ character) * 16777619u);
        hash = unchecked((hash ^ (uint)waits) * 16777619u);
        return hash / (uint.MaxValue + 1.0);
    }
}
