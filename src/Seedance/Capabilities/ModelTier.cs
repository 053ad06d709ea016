namespace Seedance.Capabilities;

/// <summary>How much computing a model spends on a video; prices follow it.</summary>
public enum ModelTier
{
    /// <summary>The full model.</summary>
    Standard,

    /// <summary>Faster and cheaper, up to 720p.</summary>
    Fast,

    /// <summary>The cheapest, up to 720p. Offered only where a setting says so.</summary>
    Mini,
}
