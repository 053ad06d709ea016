using Seedance.Requests;

namespace Seedance.Media;

/// <summary>Codes of a <see cref="RequestViolation"/> about a file that was read, in the style of <see cref="ViolationCodes"/>.</summary>
public static class ImageViolationCodes
{
    /// <summary>The file has no bytes.</summary>
    public const string EmptyFile = "EMPTY_FILE";

    /// <summary>The file has more bytes than are taken.</summary>
    public const string FileTooLarge = "FILE_TOO_LARGE";

    /// <summary>The bytes are no picture of a format that is taken, or a damaged one.</summary>
    public const string UnreadableImage = "UNREADABLE_IMAGE";

    /// <summary>A side has too few or too many pixels.</summary>
    public const string InvalidImageSize = "INVALID_IMAGE_SIZE";

    /// <summary>The picture is too wide for its height, or too high for its width.</summary>
    public const string InvalidImageRatio = "INVALID_IMAGE_RATIO";
}
