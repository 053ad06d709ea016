using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>Which of a task's blobs a content link means: the first video, unless the query says otherwise.</summary>
public static class StoredPart
{
    /// <summary>What <c>part</c> says for the last frame.</summary>
    public const string LastFrame = "last_frame";

    /// <summary>The blob that is meant, or null when the task has none such.</summary>
    /// <param name="record">The task.</param>
    /// <param name="number">The query's <c>n</c>: which of several videos, from 1.</param>
    /// <param name="part">The query's <c>part</c>: <c>last_frame</c>, or absent for a video.</param>
    public static string? BlobOf(TaskRecord record, string? number, string? part)
    {
        if (part is not null) return part == LastFrame && number is null ? record.LastFrame?.Blob : null;
        if (number is null) return record.Video?.Blob;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted < 1) return null;
        return wanted == 1 ? record.Video?.Blob : record.MoreVideos.ElementAtOrDefault(wanted - 2)?.Blob;
    }
}
