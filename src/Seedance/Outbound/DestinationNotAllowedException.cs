namespace Seedance.Outbound;

/// <summary>A request was about to leave for a destination that is not allowed. Trying again does not help.</summary>
public sealed class DestinationNotAllowedException : HttpRequestException
{
    /// <summary>The message does not say what was found there: it may reach whoever chose the URL.</summary>
    public DestinationNotAllowedException()
        : base("not allowed")
    {
    }
}
