namespace Seedance.Functions.Activities;

/// <summary>What follows from an attempt at a callback.</summary>
public enum DeliveryKind
{
    /// <summary>The caller answered 2xx.</summary>
    Delivered,

    /// <summary>The caller did not answer, or not with 2xx.</summary>
    TryAgain,

    /// <summary>The caller answered 410, or its address is not allowed: no further attempts.</summary>
    GivenUp,
}
