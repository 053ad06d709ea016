namespace Seedance.Functions.Telemetry;

/// <summary>How old a task is, in steps that mean something to an operator.</summary>
public enum TaskAge
{
    /// <summary>Under ten minutes: as usual.</summary>
    UnderTenMinutes,

    /// <summary>Ten minutes to an hour: long, but generations may take that.</summary>
    UnderAnHour,

    /// <summary>An hour to a day: late.</summary>
    UnderADay,

    /// <summary>Over a day: the provider has forgotten it.</summary>
    OverADay,
}
