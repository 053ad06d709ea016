using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>One attempt at telling a caller.</summary>
/// <param name="Client">The client whose task it is.</param>
/// <param name="TaskId">The task that has ended.</param>
public sealed record DeliveryAttempt(string Client, string TaskId)
{
    /// <summary>The round it belongs to.</summary>
    public int Round { get; init; }

    /// <summary>Its number in the round, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>True when no other follows by itself, whatever comes of it.</summary>
    public bool IsLast { get; init; }
}
