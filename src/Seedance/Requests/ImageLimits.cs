namespace Seedance.Requests;

/// <summary>
/// What the providers take as a picture (EvoLink, parameter guide: at most 30 MB, 300 to 6000 pixels a side, ratio 0.4 to 2.5).
/// Whether EXIF turns the picture does not matter: both sides have one range, and 0.4 is 1/2.5.
/// </summary>
public static class ImageLimits
{
    /// <summary>Maximum size of a file, in bytes. The document says MB, here its smaller meaning.</summary>
    public const long MaxBytes = 30_000_000;

    private const int MinSide = 300;
    private const int MaxSide = 6000;

    // Width divided by height.
    private const decimal MinRatio = 0.4m;
    private const decimal MaxRatio = 2.5m;

    /// <summary>Checks what is known before anything of the file is read.</summary>
    /// <param name="param">The member that names the file, such as <c>image_urls[0]</c>.</param>
    /// <returns>Why the file is refused; null when it is not.</returns>
    public static RequestViolation? CheckBytes(string param, long bytes) => bytes switch
    {
        <= 0 => new RequestViolation(param, ImageViolationCodes.EmptyFile, "The file is empty."),
        > MaxBytes => new RequestViolation(
            param, ImageViolationCodes.FileTooLarge, $"The file has {bytes:N0} bytes; it may have {MaxBytes:N0} (30 MB)."),
        _ => null,
    };

    /// <summary>Checks what the file's head says.</summary>
    /// <param name="param">The member that names the file, such as <c>image_urls[0]</c>.</param>
    /// <param name="head">An <see cref="ImageResult.Incomplete"/> is a violation: the picture's size is not known.</param>
    /// <returns>Every reason to refuse the file; empty when there is none.</returns>
    public static IReadOnlyList<RequestViolation> Check(string param, ImageResult head) => head switch
    {
        ImageResult.Recognised image => [.. CheckPixels(param, image.Width, image.Height)],
        ImageResult.NotAnImage other => [new RequestViolation(param, ImageViolationCodes.UnreadableImage, other.Reason)],
        _ => [new RequestViolation(param, ImageViolationCodes.UnreadableImage, "The picture's size lies too far into the file.")],
    };

    private static IEnumerable<RequestViolation> CheckPixels(string param, int width, int height)
    {
        if (width is < MinSide or > MaxSide || height is < MinSide or > MaxSide)
        {
            yield return new RequestViolation(param, ImageViolationCodes.InvalidImageSize,
                $"The picture is {width} x {height} pixels; each side must have {MinSide} to {MaxSide}.");
        }
        var ratio = decimal.Divide(width, height);
        if (ratio is < MinRatio or > MaxRatio)
        {
            yield return new RequestViolation(param, ImageViolationCodes.InvalidImageRatio,
                $"The picture's width is {ratio:0.####} times its height; it may be {MinRatio} to {MaxRatio} times.");
        }
    }
}

/// <summary>Codes of a <see cref="RequestViolation"/> about a file that was read, in the style of <see cref="ViolationCodes"/>.</summary>
public static class ImageViolationCodes
{
    public const string EmptyFile = "EMPTY_FILE";
    public const string FileTooLarge = "FILE_TOO_LARGE";

    /// <summary>The bytes are no picture of a format that is taken, or a damaged one.</summary>
    public const string UnreadableImage = "UNREADABLE_IMAGE";
    public const string InvalidImageSize = "INVALID_IMAGE_SIZE";
    public const string InvalidImageRatio = "INVALID_IMAGE_RATIO";
}
