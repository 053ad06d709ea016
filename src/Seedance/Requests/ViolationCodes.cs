namespace Seedance.Requests;

/// <summary>The codes of <see cref="RequestViolation"/>: seedanceapi.org's where it has one, the rest in the same style.</summary>
public static class ViolationCodes
{
    /// <summary>The body is not one JSON object of reasonable depth.</summary>
    public const string InvalidJson = "INVALID_JSON";

    /// <summary>A member has the wrong JSON type.</summary>
    public const string InvalidParameterType = "INVALID_PARAMETER_TYPE";

    /// <summary>A parameter of a URL's query has a value that it cannot have.</summary>
    public const string InvalidParameter = "INVALID_PARAMETER";

    /// <summary>A member does not exist on this door.</summary>
    public const string UnknownParameter = "UNKNOWN_PARAMETER";

    /// <summary>A member is given twice.</summary>
    public const string DuplicateParameter = "DUPLICATE_PARAMETER";

    /// <summary>A member has no meaning for the chosen model or provider.</summary>
    public const string ParameterNotSupported = "PARAMETER_NOT_SUPPORTED";

    /// <summary>The prompt is missing, blank or too long.</summary>
    public const string InvalidPrompt = "INVALID_PROMPT";

    /// <summary>The model does not exist.</summary>
    public const string InvalidModel = "INVALID_MODEL";

    /// <summary>The provider does not exist, is not configured, or does not have the model.</summary>
    public const string InvalidProvider = "INVALID_PROVIDER";

    /// <summary>The duration is not offered.</summary>
    public const string InvalidDuration = "INVALID_DURATION";

    /// <summary>The resolution is not offered.</summary>
    public const string InvalidResolution = "INVALID_RESOLUTION";

    /// <summary>The aspect ratio is not offered.</summary>
    public const string InvalidAspectRatio = "INVALID_ASPECT_RATIO";

    /// <summary>The model takes no files of this kind.</summary>
    public const string MediaNotSupported = "MEDIA_NOT_SUPPORTED";

    /// <summary>Image to video without an image.</summary>
    public const string ImageRequired = "IMAGE_REQUIRED";

    /// <summary>More images than the model takes.</summary>
    public const string TooManyImages = "TOO_MANY_IMAGES";

    /// <summary>More videos than the model takes.</summary>
    public const string TooManyVideos = "TOO_MANY_VIDEOS";

    /// <summary>More sounds than the model takes.</summary>
    public const string TooManyAudios = "TOO_MANY_AUDIOS";

    /// <summary>More files in all than the model takes.</summary>
    public const string TooManyFiles = "TOO_MANY_FILES";

    /// <summary>Sounds without an image or a video.</summary>
    public const string AudioRequiresVisual = "AUDIO_REQUIRES_VISUAL";

    /// <summary>Reference to video without an image or a video.</summary>
    public const string ReferenceMediaRequired = "REFERENCE_MEDIA_REQUIRED";

    /// <summary>A file's URL cannot be used.</summary>
    public const string InvalidMediaUrl = "INVALID_MEDIA_URL";

    /// <summary>A file's extension names a format that the model does not take.</summary>
    public const string UnsupportedMediaFormat = "UNSUPPORTED_MEDIA_FORMAT";

    /// <summary>The lengths of the input videos are out of range or do not belong to the videos.</summary>
    public const string InvalidInputVideoSeconds = "INVALID_INPUT_VIDEO_SECONDS";

    /// <summary>The idempotency key is not 1 to 128 printable ASCII characters.</summary>
    public const string IdempotencyKeyInvalid = "IDEMPOTENCY_KEY_INVALID";

    /// <summary>The callback URL cannot be used.</summary>
    public const string InvalidCallbackUrl = "INVALID_CALLBACK_URL";

    /// <summary>Whether seedanceapi.org documents the code; such codes are what its clients look for.</summary>
    public static bool IsSeedanceApiCode(string code) =>
        code is InvalidPrompt or InvalidAspectRatio or InvalidResolution or InvalidDuration or TooManyImages;
}
