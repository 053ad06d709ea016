namespace Seedance.Requests;

/// <summary>What came of reading a request body.</summary>
public abstract record RequestReading
{
    private RequestReading()
    {
    }

    /// <summary>The request is valid.</summary>
    /// <param name="Request">The request, every default resolved.</param>
    /// <param name="Warnings">What the caller may want to know; nothing was changed because of it.</param>
    public sealed record Accepted(VideoRequest Request, IReadOnlyList<string> Warnings) : RequestReading;

    /// <summary>The request is not valid.</summary>
    /// <param name="Violations">Every reason, at least one.</param>
    public sealed record Refused(IReadOnlyList<RequestViolation> Violations) : RequestReading;
}
