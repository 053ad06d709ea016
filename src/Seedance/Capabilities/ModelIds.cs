namespace Seedance.Capabilities;

/// <summary>The model ids, in EvoLink's words.</summary>
public static class ModelIds
{
    /// <summary>Not a model but a request to choose the mode from the files. Never sent to a provider.</summary>
    public const string Alias = "seedance-2.0";

    public const string Text = "seedance-2.0-text-to-video";
    public const string Image = "seedance-2.0-image-to-video";
    public const string Reference = "seedance-2.0-reference-to-video";
    public const string FastText = "seedance-2.0-fast-text-to-video";
    public const string FastImage = "seedance-2.0-fast-image-to-video";
    public const string FastReference = "seedance-2.0-fast-reference-to-video";
    public const string MiniText = "seedance-2.0-mini-text-to-video";
    public const string MiniImage = "seedance-2.0-mini-image-to-video";
    public const string MiniReference = "seedance-2.0-mini-reference-to-video";
}
