using Seedance.Functions.Tasks;

namespace Seedance.Functions.Uploads;

/// <summary>What came of an upload.</summary>
internal abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>Videos are under way, begun by this event or by an earlier one about the same files.</summary>
    /// <param name="Tasks">Their tasks.</param>
    public sealed record Accepted(IReadOnlyList<TaskRecord> Tasks) : UploadOutcome;

    /// <summary>Nothing is to be done, or not yet.</summary>
    /// <param name="Reason">Why, for the log.</param>
    public sealed record Ignored(string Reason) : UploadOutcome;

    /// <summary>No video is made of it, or not every one that was asked for.</summary>
    /// <param name="Reason">Why, for the one who uploaded it.</param>
    /// <param name="Blobs">The files that shall tell it.</param>
    public sealed record Refused(string Reason, IReadOnlyList<UploadedBlob> Blobs) : UploadOutcome;
}
