namespace Seedance.Providers;

/// <summary>Recognises refusals for content. ByteDance's own codes come through some providers unchanged.</summary>
internal static class Moderation
{
    private static readonly string[] Codes =
        [FailureCodes.ContentPolicyViolation, "content_policy", "content_filter", "moderation", "SensitiveContentDetected"];

    private static readonly string[] Phrases =
        ["SensitiveContentDetected", "content policy", "content_policy", "content moderation", "sensitive content", "safety filter"];

    private static readonly (string Text, string Detail)[] Details =
    [
        ("InputText", ModerationDetails.InputText),
        ("InputImage", ModerationDetails.InputImage),
        ("InputVideo", ModerationDetails.InputVideo),
        ("InputAudio", ModerationDetails.InputAudio),
        ("OutputVideo", ModerationDetails.OutputVideo),
        ("OutputImage", ModerationDetails.OutputVideo),
        ("OutputAudio", ModerationDetails.OutputAudio),
    ];

    public static bool IsRefusal(ProviderError error) => ContainsAny(error.Code, Codes) || ContainsAny(error.Message, Phrases);

    /// <summary>What was objected to: from ByteDance's code, else from the parameter named, else null.</summary>
    public static string? Detail(ProviderError error)
    {
        foreach (var (text, detail) in Details)
        {
            if (Contains(error.Code, text) || Contains(error.Message, text))
                return detail;
        }
        return error.Param switch
        {
            "prompt" => ModerationDetails.InputText,
            { } param when param.StartsWith("image_url", StringComparison.Ordinal) => ModerationDetails.InputImage,
            { } param when param.StartsWith("video_url", StringComparison.Ordinal) => ModerationDetails.InputVideo,
            { } param when param.StartsWith("audio_url", StringComparison.Ordinal) => ModerationDetails.InputAudio,
            _ => null,
        };
    }

    private static bool ContainsAny(string? text, string[] parts) => text is not null && parts.Any(part => Contains(text, part));

    private static bool Contains(string? text, string part) =>
        text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
