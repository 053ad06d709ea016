using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>What came of an upload.</summary>
internal abstract partial record UploadOutcome
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
    /// <param name="Index">The one request of a list that is refused; null when it is all that the files ask for.</param>
    public sealed partial record Refused(string Reason, IReadOnlyList<UploadedBlob> Blobs, int? Index = null) : UploadOutcome
    {
        /// <summary>The first of the reason's codes, by which refusals are counted.</summary>
        public string Code => FirstCode().Match(Reason) is { Success: true } match ? match.Groups[1].Value : "OTHER";

        // Codes are written in capitals and followed by a colon.
        [GeneratedRegex(@"(?:\A|\s)([A-Z][A-Z_]{2,39}):", RegexOptions.CultureInvariant)]
        private static partial Regex FirstCode();
    }
}
