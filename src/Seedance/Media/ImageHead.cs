namespace Seedance.Media;

/// <summary>
/// Reads a picture's real format and its size in pixels from the first bytes of the file. It decodes nothing, allocates nothing
/// of the file's choosing and never throws, whatever the bytes are.
/// </summary>
public static class ImageHead
{
    /// <summary>
    /// A sensible first read: every PNG and WebP tells its size within 30 bytes, nearly every JPEG before its first 64 KiB are
    /// over. Large EXIF or XMP blocks and colour profiles take more, which <see cref="ImageReading.Incomplete"/> says.
    /// </summary>
    public const int FirstRead = 64 * 1024;

    private const int LongestSignature = 12;

    /// <summary>Reads the head of a file.</summary>
    /// <param name="head">The file's first bytes, as many as there are at hand.</param>
    /// <param name="fileBytes">Length of the whole file in bytes.</param>
    /// <returns>Never <see cref="ImageReading.Incomplete"/> when <paramref name="head"/> is the whole file.</returns>
    public static ImageReading Read(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (fileBytes <= 0)
            return new ImageReading.NotAnImage("The file is empty.");

        return ReadFormat(head, fileBytes) switch
        {
            ImageReading.Incomplete { BytesNeeded: var needed } when needed > fileBytes =>
                new ImageReading.NotAnImage("The file ends before it tells the picture's size."),
            var reading => reading,
        };
    }

    private static ImageReading ReadFormat(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (JpegHead.Matches(head))
            return JpegHead.Read(head);
        if (PngHead.Matches(head))
            return PngHead.Read(head);
        if (WebpHead.Matches(head))
            return WebpHead.Read(head);
        return head.Length < LongestSignature && head.Length < fileBytes
            ? new ImageReading.Incomplete(Math.Min(LongestSignature, fileBytes))
            : new ImageReading.NotAnImage(OtherFormats.Describe(head));
    }
}
