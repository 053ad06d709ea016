namespace Seedance.Media;

/// <summary>The picture formats that the providers take (EvoLink, parameter guide: .jpeg, .png, .webp).</summary>
public enum ImageFormat
{
    /// <summary>JPEG: ITU-T T.81.</summary>
    Jpeg,

    /// <summary>PNG: W3C, third edition.</summary>
    Png,

    /// <summary>WebP: RFC 9649.</summary>
    Webp,
}
