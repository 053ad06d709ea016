namespace Seedance.Functions.Tests.Engine;

/// <summary>How an activity is delivered: at least once, as the durable engine promises, and no better.</summary>
internal enum DeliveryFate
{
    Once,

    /// <summary>Twice, one after the other; the first result counts.</summary>
    Repeated,

    /// <summary>Twice, since the first result was lost.</summary>
    ResultLost,

    /// <summary>A second delivery runs while the first is about to write a record; the second's result counts.</summary>
    OvertakenAtRecord,

    /// <summary>A second delivery runs while the first talks to the provider; the second's result counts.</summary>
    OvertakenAtProvider,

    /// <summary>A second delivery runs while the first is about to write a video; the second's result counts.</summary>
    OvertakenAtVideo,
}
