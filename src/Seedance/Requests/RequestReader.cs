namespace Seedance.Requests;

/// <summary>Reads the body of a create request: tolerant of nothing, and naming every violation at once.</summary>
public sealed class RequestReader(RequestRules rules)
{
    /// <summary>Reads and validates. Any bytes at all give an answer, never an exception.</summary>
    public RequestReading Read(FrontDoor door, ReadOnlyMemory<byte> json) => throw new System.Diagnostics.UnreachableException($"{door} {rules} {json.Length}");
}
