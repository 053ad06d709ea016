namespace Seedance.Capabilities;

/// <summary>What a video is made from.</summary>
public enum GenerationMode
{
    /// <summary>The prompt alone.</summary>
    Text,

    /// <summary>A first frame, or a first and a last frame.</summary>
    Image,

    /// <summary>Reference pictures, videos and sounds.</summary>
    Reference,
}
