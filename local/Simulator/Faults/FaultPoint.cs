namespace Seedance.Simulator.Faults;

/// <summary>Where a fault strikes. <see cref="Task"/> decides, when a task is created, what becomes of it.</summary>
internal static class FaultPoint
{
    public const string Submit = "submit";
    public const string Task = "task";
    public const string Poll = "poll";
    public const string Download = "download";
    public const string Callback = "callback";
}
