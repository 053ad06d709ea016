namespace Seedance;

/// <summary>
/// The closed set of failure codes: EvoLink's codes of failed tasks in its own words, and this service's for what goes wrong around
/// them. What a code means is its message in <see cref="Describe"/>.
/// </summary>
public static class FailureCodes
{
    public const string ContentPolicyViolation = "content_policy_violation";
    public const string InvalidParameters = "invalid_parameters";
    public const string InvalidRequest = "invalid_request";
    public const string ImageProcessingError = "image_processing_error";
    public const string ImageDimensionMismatch = "image_dimension_mismatch";
    public const string RequestCancelled = "request_cancelled";
    public const string ResourceNotFound = "resource_not_found";
    public const string GenerationTimeout = "generation_timeout";
    public const string ResourceExhausted = "resource_exhausted";
    public const string QuotaExceeded = "quota_exceeded";
    public const string ServiceError = "service_error";
    public const string ServiceUnavailable = "service_unavailable";
    public const string GenerationFailedNoContent = "generation_failed_no_content";
    public const string UnknownError = "unknown_error";

    public const string ProviderAuth = "provider_auth";
    public const string ProviderInsufficientCredits = "provider_insufficient_credits";
    public const string ProviderRejected = "provider_rejected";
    public const string ProviderTaskLost = "provider_task_lost";
    public const string ProviderInvalidResponse = "provider_invalid_response";
    public const string SubmitOutcomeUnknown = "submit_outcome_unknown";
    public const string TimedOutWaiting = "timed_out_waiting";
    public const string VideoNotValid = "video_not_valid";
    public const string VideoIsWebPage = "video_is_web_page";
    public const string VideoEmpty = "video_empty";
    public const string VideoIncomplete = "video_incomplete";
    public const string VideoLinkExpired = "video_link_expired";
    public const string VideoLinkRedirected = "video_link_redirected";
    public const string VideoHostNotAllowed = "video_host_not_allowed";
    public const string VideoDestinationNotAllowed = "video_destination_not_allowed";
    public const string VideoTooLarge = "video_too_large";
    public const string VideoDownloadTooSlow = "video_download_too_slow";
    public const string VideoDownloadFailed = "video_download_failed";
    public const string StorageFailed = "storage_failed";
    public const string UploadRefused = "upload_refused";
    public const string InternalError = "internal_error";

    private const string Request = "invalid_request_error";
    private const string Upstream = "upstream_error";
    private const string Service = "api_error";

    private const FailureTraits None = FailureTraits.None;
    private const FailureTraits Provider = FailureTraits.FromProvider;
    private const FailureTraits Retryable = FailureTraits.Retryable;
    private const FailureTraits Charged = FailureTraits.MayBeCharged;
    private const FailureTraits WrongVideo = FailureTraits.MayBeCharged | FailureTraits.WrongVideo;

    private static readonly FrozenDictionary<string, FailureCode> Table = new FailureCode[]
    {
        new(ContentPolicyViolation, Provider, Request, "The content was refused by the provider's safety filters."),
        new(InvalidParameters, Provider, Request, "The provider found a parameter of the request invalid."),
        new(InvalidRequest, Provider, Request, "The provider found the request invalid."),
        new(ImageProcessingError, Provider, Request,
            "The provider could not fetch or read a supplied file. It must be publicly reachable."),
        new(ImageDimensionMismatch, Provider, Request, "The dimensions of a supplied picture do not fit."),
        new(RequestCancelled, Provider, Upstream, "The provider cancelled the generation."),
        new(ResourceNotFound, Provider, Request, "The provider did not find something the request refers to."),
        new(GenerationTimeout, Provider | Retryable, Upstream, "The provider took too long and gave up."),
        new(ResourceExhausted, Provider | Retryable, Upstream, "The provider has no capacity at the moment."),
        new(QuotaExceeded, Provider | Retryable, Upstream, "A quota at the provider is used up for now."),
        new(ServiceError, Provider | Retryable, Upstream, "The provider had an internal error."),
        new(ServiceUnavailable, Provider | Retryable, Upstream, "The provider is unavailable."),
        new(GenerationFailedNoContent, Provider, Upstream, "The model produced no video. Another prompt may."),
        new(UnknownError, Provider, Upstream, "The generation failed and the provider gave no reason."),
        new(ProviderAuth, None, Upstream, "The provider refused this service's credentials."),
        new(ProviderInsufficientCredits, None, Upstream, "This service's account at the provider has too few credits."),
        new(ProviderRejected, None, Request, "The provider refused the request."),
        new(ProviderTaskLost, Charged, Upstream, "The provider no longer knows the task."),
        new(ProviderInvalidResponse, Charged, Upstream, "The provider's answer could not be understood."),
        new(SubmitOutcomeUnknown, Charged, Upstream,
            "It is not known whether the provider took the request. It was not sent again, since it could have been paid twice."),
        new(TimedOutWaiting, Charged, Upstream, "The provider was still working when waiting for it ended."),
        new(VideoNotValid, WrongVideo, Upstream, "What the provider delivered is not a video."),
        new(VideoIsWebPage, WrongVideo, Upstream, "The provider's link led to a web page instead of the video."),
        new(VideoEmpty, WrongVideo, Upstream, "The provider's link led to an empty file instead of the video."),
        new(VideoIncomplete, WrongVideo, Upstream, "The video that the provider delivered ends too early."),
        new(VideoLinkExpired, Charged, Upstream, "The provider's link to the video had expired."),
        new(VideoLinkRedirected, WrongVideo, Upstream, "The provider's link redirects elsewhere, which is not followed."),
        new(VideoHostNotAllowed, WrongVideo, Service, "The provider's link is on a host that this service does not download from."),
        new(VideoDestinationNotAllowed, Charged, Upstream, "The provider's link is not allowed."),
        new(VideoTooLarge, WrongVideo, Upstream, "The video is larger than is allowed."),
        new(VideoDownloadTooSlow, Charged, Upstream, "The download of the video stood still or was too slow."),
        new(VideoDownloadFailed, Charged, Upstream, "The video could not be downloaded from the provider."),
        new(StorageFailed, Charged, Service, "The video could not be stored."),
        new(UploadRefused, None, Request, "The upload was refused."),
        new(InternalError, Charged, Service, "This service had an internal error."),
    }.ToFrozenDictionary(description => description.Code, StringComparer.Ordinal);

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<string> All => Table.Keys;

    /// <summary>What is fixed about a code.</summary>
    /// <exception cref="ArgumentException">The code does not belong to the set.</exception>
    public static FailureCode Describe(string code)
        => Table.GetValueOrDefault(code) ?? throw new ArgumentException($"'{code}' is no failure code.", nameof(code));

    /// <summary>Whether EvoLink gives the code for a task.</summary>
    internal static bool IsFromProvider(string code) => Table.GetValueOrDefault(code)?.Has(Provider) == true;
}

/// <summary>What is fixed about a failure code.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Type">The value of <c>error.type</c> in EvoLink's error body.</param>
/// <param name="Message">The message where the provider gives none.</param>
public sealed record FailureCode(string Code, FailureTraits Traits, string Type, string Message)
{
    public bool Has(FailureTraits trait) => Traits.HasFlag(trait);
}

/// <summary>What follows from a failure code.</summary>
[Flags]
public enum FailureTraits
{
    None = 0,

    /// <summary>Submitting the same request again can help. It is a new, paid generation.</summary>
    Retryable = 1,

    /// <summary>
    /// The provider may have charged for an accepted task that failed so. A generation that fails at the provider is not charged
    /// (EvoLink, pricing); one that this service gave up on may be.
    /// </summary>
    MayBeCharged = 2,

    /// <summary>One of EvoLink's codes of failed tasks.</summary>
    FromProvider = 4,

    /// <summary>The link gave a whole answer that is not the video: a later download is likely to give the same.</summary>
    WrongVideo = 8,
}
