namespace Seedance.Functions.Api;

/// <summary>What came of asking for a callback to be sent again.</summary>
public enum ResendOutcome
{
    /// <summary>A new round of attempts has begun.</summary>
    Started,

    /// <summary>An earlier round is still under way: its next attempt is made now.</summary>
    Hastened,

    /// <summary>Attempts are under way and nothing was added: the first is about to be made, or too many were asked for.</summary>
    UnderWay,

    /// <summary>The task hub could not be reached.</summary>
    Unavailable,
}
