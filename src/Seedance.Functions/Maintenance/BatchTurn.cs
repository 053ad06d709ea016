namespace Seedance.Functions.Maintenance;

/// <summary>What is to become of a recorded task that has no orchestration yet.</summary>
public enum BatchTurn
{
    /// <summary>It is to be started by itself: it belongs to no batch, or nobody else will start it.</summary>
    Start,

    /// <summary>Its batch starts it when its turn comes, or has not been recorded yet.</summary>
    Wait,

    /// <summary>Its batch never came to be, so it was removed.</summary>
    Withdrawn,
}
