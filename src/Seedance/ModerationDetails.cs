namespace Seedance;

/// <summary>What a content_policy_violation was about.</summary>
public static class ModerationDetails
{
    /// <summary>The prompt.</summary>
    public const string InputText = "input_text";

    /// <summary>A supplied picture.</summary>
    public const string InputImage = "input_image";

    /// <summary>A supplied video.</summary>
    public const string InputVideo = "input_video";

    /// <summary>A supplied sound.</summary>
    public const string InputAudio = "input_audio";

    /// <summary>The generated pictures. Fails randomly on identical input: submitting again can help.</summary>
    public const string OutputVideo = "output_video";

    /// <summary>The generated sound. The same request without audio can pass.</summary>
    public const string OutputAudio = "output_audio";
}
