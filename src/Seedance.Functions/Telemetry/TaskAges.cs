namespace Seedance.Functions.Telemetry;

/// <summary>Ages and their words.</summary>
public static class TaskAges
{
    /// <summary>From when on a task that is paid for and not stored is worth a warning.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>The age of a task that was created this long ago.</summary>
    public static TaskAge Of(TimeSpan age)
        => age < TimeSpan.FromMinutes(10) ? TaskAge.UnderTenMinutes
        : age < Late ? TaskAge.UnderAnHour
        : age < TimeSpan.FromDays(1) ? TaskAge.UnderADay
        : TaskAge.OverADay;

    /// <summary>The word for it in metrics.</summary>
    public static string Word(this TaskAge age) => age switch
    {
        TaskAge.UnderTenMinutes => "under_10m",
        TaskAge.UnderAnHour => "10m_to_1h",
        TaskAge.UnderADay => "1h_to_24h",
        _ => "over_24h",
    };
}
