namespace Seedance.Media;

/// <summary>What the first bytes of a file say of the picture in it.</summary>
public abstract record ImageReading
{
    private ImageReading()
    {
    }

    /// <summary>The file starts as a picture of a format that the providers take.</summary>
    /// <param name="Format">What the bytes say it is, whatever the file's name says.</param>
    /// <param name="Width">Pixels, at least 1, as stored: EXIF may ask viewers to turn the picture.</param>
    /// <param name="Height">Pixels, at least 1, as stored.</param>
    public sealed record Recognised(ImageFormat Format, int Width, int Height) : ImageReading;

    /// <summary>The file may be such a picture; its size lies further on.</summary>
    /// <param name="BytesNeeded">
    /// How many of the file's bytes say more: always more than were given, never more than the file has. With that many, the
    /// answer may again be that it takes more.
    /// </param>
    public sealed record Incomplete(long BytesNeeded) : ImageReading;

    /// <summary>The file is no such picture, or a damaged one.</summary>
    /// <param name="Reason">One sentence for whoever uploaded it.</param>
    public sealed record NotAnImage(string Reason) : ImageReading;
}
