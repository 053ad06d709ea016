using System.Collections.Frozen;

namespace Seedance.Capabilities;

/// <summary>File extensions that the providers take, lower case without the dot (EvoLink, parameter guide).</summary>
public static class FileFormats
{
    /// <summary>Pictures. The documents list jpeg and use jpg in every example.</summary>
    public static FrozenSet<string> Images { get; } = Set("jpg", "jpeg", "png", "webp");

    /// <summary>Pictures where a setting relaxes the formats: those of EvoLink's older documents.</summary>
    public static FrozenSet<string> RelaxedImages { get; } = Set("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff");

    /// <summary>Videos.</summary>
    public static FrozenSet<string> Videos { get; } = Set("mp4", "mov");

    /// <summary>Sounds.</summary>
    public static FrozenSet<string> Audios { get; } = Set("wav", "mp3");

    private static FrozenSet<string> Set(params string[] extensions) =>
        extensions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
