namespace Seedance;

/// <summary>Why a generation failed.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Message">One sentence for the caller.</param>
/// <param name="Retryable">Whether submitting the same request again can help. It is a new, paid generation.</param>
public sealed record TaskFailure(string Code, string Message, bool Retryable)
{
    public string? ProviderCode { get; init; }

    /// <summary>The provider's own message, cut to 1,000 characters.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>For content_policy_violation what was refused, where known: one of <see cref="ModerationDetails"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>A failure with the message and the retryability of its code.</summary>
    /// <exception cref="ArgumentException">The code is not one of <see cref="FailureCodes"/>.</exception>
    public static TaskFailure Of(string code) => Of(code, FailureCodes.Describe(code).Message);

    /// <summary>A failure with a message that says more than the code's own.</summary>
    /// <exception cref="ArgumentException">The code is not one of <see cref="FailureCodes"/>.</exception>
    public static TaskFailure Of(string code, string message)
        => new(code, message, FailureCodes.Describe(code).Has(FailureTraits.Retryable));
}

public static class ModerationDetails
{
    public const string InputText = "input_text";
    public const string InputImage = "input_image";
    public const string InputVideo = "input_video";
    public const string InputAudio = "input_audio";

    /// <summary>The generated pictures. Fails randomly on identical input: submitting again can help.</summary>
    public const string OutputVideo = "output_video";

    /// <summary>The generated sound. The same request without audio can pass.</summary>
    public const string OutputAudio = "output_audio";
}
