namespace Seedance.Requests;

/// <summary>One reason why a request is refused.</summary>
/// <param name="Param">The JSON member, such as <c>image_urls[1]</c>; empty for the body as a whole.</param>
/// <param name="Code">One of <see cref="ViolationCodes"/> or <see cref="ImageViolationCodes"/>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RequestViolation(string Param, string Code, string Message);

/// <summary>The codes of <see cref="RequestViolation"/>: seedanceapi.org's where it has one, the rest in the same style.</summary>
public static class ViolationCodes
{
    /// <summary>The body is not one JSON object of reasonable depth.</summary>
    public const string InvalidJson = "INVALID_JSON";
    public const string InvalidParameterType = "INVALID_PARAMETER_TYPE";

    /// <summary>A parameter of a URL's query has a value that it cannot have.</summary>
    public const string InvalidParameter = "INVALID_PARAMETER";
    public const string UnknownParameter = "UNKNOWN_PARAMETER";
    public const string DuplicateParameter = "DUPLICATE_PARAMETER";

    /// <summary>A member has no meaning for the chosen model or provider.</summary>
    public const string ParameterNotSupported = "PARAMETER_NOT_SUPPORTED";
    public const string InvalidPrompt = "INVALID_PROMPT";
    public const string InvalidModel = "INVALID_MODEL";
    public const string InvalidProvider = "INVALID_PROVIDER";
    public const string InvalidDuration = "INVALID_DURATION";
    public const string InvalidResolution = "INVALID_RESOLUTION";
    public const string InvalidAspectRatio = "INVALID_ASPECT_RATIO";

    /// <summary>The model takes no files of this kind.</summary>
    public const string MediaNotSupported = "MEDIA_NOT_SUPPORTED";
    public const string ImageRequired = "IMAGE_REQUIRED";
    public const string TooManyImages = "TOO_MANY_IMAGES";
    public const string TooManyVideos = "TOO_MANY_VIDEOS";
    public const string TooManyAudios = "TOO_MANY_AUDIOS";
    public const string TooManyFiles = "TOO_MANY_FILES";

    /// <summary>Sounds without an image or a video.</summary>
    public const string AudioRequiresVisual = "AUDIO_REQUIRES_VISUAL";

    /// <summary>Reference to video without an image or a video.</summary>
    public const string ReferenceMediaRequired = "REFERENCE_MEDIA_REQUIRED";
    public const string InvalidMediaUrl = "INVALID_MEDIA_URL";
    public const string UnsupportedMediaFormat = "UNSUPPORTED_MEDIA_FORMAT";
    public const string InvalidInputVideoSeconds = "INVALID_INPUT_VIDEO_SECONDS";
    public const string IdempotencyKeyInvalid = "IDEMPOTENCY_KEY_INVALID";
    public const string InvalidBatchSize = "INVALID_BATCH_SIZE";
    public const string InvalidConcurrency = "INVALID_CONCURRENCY";
    public const string InvalidCallbackUrl = "INVALID_CALLBACK_URL";

    /// <summary>Whether seedanceapi.org documents the code; its clients look for these.</summary>
    public static bool IsSeedanceApiCode(string code)
        => code is InvalidPrompt or InvalidAspectRatio or InvalidResolution or InvalidDuration or TooManyImages;
}

/// <summary>Collects violations, up to a number that still makes a readable response.</summary>
internal sealed class Violations
{
    private const int Limit = 100;
    private const int QuotedCharacters = 64;

    private readonly List<RequestViolation> _list = [];

    public IReadOnlyList<RequestViolation> List => _list;

    public void Add(string param, string code, string message)
    {
        if (_list.Count < Limit) _list.Add(new RequestViolation(param, code, message));
    }

    /// <summary>What the caller wrote, short enough to quote.</summary>
    public static string Cut(string text) => text.Length <= QuotedCharacters ? text : text[..QuotedCharacters] + "...";
}
