using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Orchestrations;

/// <summary>What a notification starts from.</summary>
/// <param name="Client">The client whose task it is, and who is told.</param>
/// <param name="TaskId">The task that has ended.</param>
public sealed record Notification(string Client, string TaskId)
{
    /// <summary>0 for the one that belongs to the task's end; each that was asked for later has the next number.</summary>
    public int Round { get; init; }
}
