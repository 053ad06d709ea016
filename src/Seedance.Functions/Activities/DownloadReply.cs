namespace Seedance.Functions.Activities;

/// <summary>What a provider's link answered.</summary>
internal abstract record DownloadReply
{
    private DownloadReply()
    {
    }

    /// <summary>The whole content or the part that was asked for. Whoever has it disposes the answer.</summary>
    public sealed record Content(HttpResponseMessage Answer, SourceVersion Version) : DownloadReply
    {
        /// <summary>True for the part that was asked for (206), false for the whole.</summary>
        public bool IsPart => Answer.StatusCode == System.Net.HttpStatusCode.PartialContent;
    }

    /// <summary>Not the part that was asked for: another one, one that does not say which it is (206), or none since it was asked for one.</summary>
    public sealed record WrongPart : DownloadReply;

    /// <summary>There is nothing from that byte on (416).</summary>
    public sealed record Nothing(long? Length) : DownloadReply;

    /// <summary>No content.</summary>
    public sealed record Refused(TaskFailure Failure) : DownloadReply;
}
