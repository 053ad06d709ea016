namespace Seedance.Functions.Storage;

/// <summary>What came of an attempt at a callback.</summary>
public enum DeliveryOutcome
{
    /// <summary>The caller answered 2xx.</summary>
    Delivered,

    /// <summary>The caller answered otherwise. A redirect is such an answer too: it is not followed.</summary>
    Rejected,

    /// <summary>The caller answered 410: it wants to hear no more of this event.</summary>
    Gone,

    /// <summary>The caller did not answer in time.</summary>
    TimedOut,

    /// <summary>The connection could not be made, or broke.</summary>
    Unreachable,

    /// <summary>The address is not allowed; nothing was sent.</summary>
    NotAllowed,
}
