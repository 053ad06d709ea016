namespace Seedance.Functions.Videos;

/// <summary>Tells an MP4 from what is none, by looking.</summary>
internal static class Mp4
{
    /// <summary>True when the bytes begin with a file type box (ISO/IEC 14496-12: size, then <c>ftyp</c>).</summary>
    public static bool BeginsLikeOne(ReadOnlySpan<byte> head) => head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8);
}
