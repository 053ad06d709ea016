using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Seedance;

/// <summary>
/// The closed set of failure codes: EvoLink's task-level codes in its own words, and ours for what goes wrong around them.
/// </summary>
public static class FailureCodes
{
    // EvoLink, "Task error codes".

    /// <summary>The content was refused, on the way in or on the way out.</summary>
    public const string ContentPolicyViolation = "content_policy_violation";

    /// <summary>The provider found a parameter wrong after accepting the task.</summary>
    public const string InvalidParameters = "invalid_parameters";

    /// <summary>The provider found the request wrong after accepting the task.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>A supplied picture could not be fetched or read.</summary>
    public const string ImageProcessingError = "image_processing_error";

    /// <summary>Supplied pictures do not fit each other or the request.</summary>
    public const string ImageDimensionMismatch = "image_dimension_mismatch";

    /// <summary>The provider cancelled the request.</summary>
    public const string RequestCancelled = "request_cancelled";

    /// <summary>Something the request refers to does not exist.</summary>
    public const string ResourceNotFound = "resource_not_found";

    /// <summary>The provider took too long.</summary>
    public const string GenerationTimeout = "generation_timeout";

    /// <summary>The provider has no capacity; 30 to 60 seconds later it may.</summary>
    public const string ResourceExhausted = "resource_exhausted";

    /// <summary>A quota at the provider is used up for now.</summary>
    public const string QuotaExceeded = "quota_exceeded";

    /// <summary>An error inside the provider.</summary>
    public const string ServiceError = "service_error";

    /// <summary>The provider is unavailable.</summary>
    public const string ServiceUnavailable = "service_unavailable";

    /// <summary>The model produced nothing.</summary>
    public const string GenerationFailedNoContent = "generation_failed_no_content";

    /// <summary>The provider gave no reason, or one that is not known.</summary>
    public const string UnknownError = "unknown_error";

    // Ours.

    /// <summary>The provider refused this service's key, or the key lacks the model.</summary>
    public const string ProviderAuth = "provider_auth";

    /// <summary>The account at the provider is empty.</summary>
    public const string ProviderInsufficientCredits = "provider_insufficient_credits";

    /// <summary>The provider refused the request for another reason than its content.</summary>
    public const string ProviderRejected = "provider_rejected";

    /// <summary>The provider no longer knows the task that it accepted.</summary>
    public const string ProviderTaskLost = "provider_task_lost";

    /// <summary>The provider's answer makes no sense, such as completed without a video.</summary>
    public const string ProviderInvalidResponse = "provider_invalid_response";

    /// <summary>Nobody knows whether the provider took the request; it is not sent again, as that could be paid twice.</summary>
    public const string SubmitOutcomeUnknown = "submit_outcome_unknown";

    /// <summary>The provider was still working when waiting for it ended.</summary>
    public const string TimedOutWaiting = "timed_out_waiting";

    /// <summary>What the link led to is not an MP4 video.</summary>
    public const string VideoNotValid = "video_not_valid";

    /// <summary>The link led to a web page, with status 200.</summary>
    public const string VideoIsWebPage = "video_is_web_page";

    /// <summary>The link led to nothing: an empty body, with status 200.</summary>
    public const string VideoEmpty = "video_empty";

    /// <summary>The video ends too early: before the length that was promised, or before its own boxes end.</summary>
    public const string VideoIncomplete = "video_incomplete";

    /// <summary>The provider's link had expired.</summary>
    public const string VideoLinkExpired = "video_link_expired";

    /// <summary>The provider's link redirects elsewhere, which is not followed.</summary>
    public const string VideoLinkRedirected = "video_link_redirected";

    /// <summary>The host of the provider's link is not one that videos may be downloaded from.</summary>
    public const string VideoHostNotAllowed = "video_host_not_allowed";

    /// <summary>The provider's link leads into a private network, or to a port or scheme that is not allowed.</summary>
    public const string VideoDestinationNotAllowed = "video_destination_not_allowed";

    /// <summary>The video is larger than is allowed, or never ends.</summary>
    public const string VideoTooLarge = "video_too_large";

    /// <summary>The download stood still, or came more slowly than is waited for.</summary>
    public const string VideoDownloadTooSlow = "video_download_too_slow";

    /// <summary>The video could not be downloaded.</summary>
    public const string VideoDownloadFailed = "video_download_failed";

    /// <summary>The video could not be written to storage.</summary>
    public const string StorageFailed = "storage_failed";

    /// <summary>An uploaded file asks for something that a video cannot be made of, or that is not allowed.</summary>
    public const string UploadRefused = "upload_refused";

    /// <summary>An error inside this service.</summary>
    public const string InternalError = "internal_error";

    private const string Request = "invalid_request_error";
    private const string Upstream = "upstream_error";
    private const string Service = "api_error";

    private static readonly FrozenDictionary<string, FailureDescription> Descriptions = new FailureDescription[]
    {
        new(ContentPolicyViolation, false, Request, "The content was refused by the provider's safety filters."),
        new(InvalidParameters, false, Request, "The provider found a parameter of the request invalid."),
        new(InvalidRequest, false, Request, "The provider found the request invalid."),
        new(ImageProcessingError, false, Request, "The provider could not fetch or read a supplied file. It must be publicly reachable."),
        new(ImageDimensionMismatch, false, Request, "The dimensions of a supplied picture do not fit."),
        new(RequestCancelled, false, Upstream, "The provider cancelled the generation."),
        new(ResourceNotFound, false, Request, "The provider did not find something the request refers to."),
        new(GenerationTimeout, true, Upstream, "The provider took too long and gave up."),
        new(ResourceExhausted, true, Upstream, "The provider has no capacity at the moment."),
        new(QuotaExceeded, true, Upstream, "A quota at the provider is used up for now."),
        new(ServiceError, true, Upstream, "The provider had an internal error."),
        new(ServiceUnavailable, true, Upstream, "The provider is unavailable."),
        new(GenerationFailedNoContent, false, Upstream, "The model produced no video. Another prompt may."),
        new(UnknownError, false, Upstream, "The generation failed and the provider gave no reason."),
        new(ProviderAuth, false, Upstream, "The provider refused this service's credentials."),
        new(ProviderInsufficientCredits, false, Upstream, "This service's account at the provider has too few credits."),
        new(ProviderRejected, false, Request, "The provider refused the request."),
        new(ProviderTaskLost, false, Upstream, "The provider no longer knows the task."),
        new(ProviderInvalidResponse, false, Upstream, "The provider's answer could not be understood."),
        new(SubmitOutcomeUnknown, false, Upstream,
            "It is not known whether the provider took the request. It was not sent again, since it could have been paid twice."),
        new(TimedOutWaiting, false, Upstream, "The provider was still working when waiting for it ended."),
        new(VideoNotValid, false, Upstream, "What the provider delivered is not a video."),
        new(VideoIsWebPage, false, Upstream, "The provider's link led to a web page instead of the video."),
        new(VideoEmpty, false, Upstream, "The provider's link led to an empty file instead of the video."),
        new(VideoIncomplete, false, Upstream, "The video that the provider delivered ends too early."),
        new(VideoLinkExpired, false, Upstream, "The provider's link to the video had expired."),
        new(VideoLinkRedirected, false, Upstream, "The provider's link redirects elsewhere, which is not followed."),
        new(VideoHostNotAllowed, false, Service, "The provider's link is on a host that this service does not download from."),
        new(VideoDestinationNotAllowed, false, Upstream, "The provider's link is not allowed."),
        new(VideoTooLarge, false, Upstream, "The video is larger than is allowed."),
        new(VideoDownloadTooSlow, false, Upstream, "The download of the video stood still or was too slow."),
        new(VideoDownloadFailed, false, Upstream, "The video could not be downloaded from the provider."),
        new(StorageFailed, false, Service, "The video could not be stored."),
        new(UploadRefused, false, Request, "The upload was refused."),
        new(InternalError, false, Service, "This service had an internal error."),
    }.ToFrozenDictionary(description => description.Code, StringComparer.Ordinal);

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<string> All => Descriptions.Keys;

    /// <summary>Whether the code belongs to the set.</summary>
    public static bool IsKnown(string? code) => code is not null && Descriptions.ContainsKey(code);

    /// <summary>Whether the code is one that EvoLink gives for a task.</summary>
    internal static bool IsFromProvider([NotNullWhen(true)] string? code) => code is
        ContentPolicyViolation or InvalidParameters or InvalidRequest or ImageProcessingError or ImageDimensionMismatch
        or RequestCancelled or ResourceNotFound or GenerationTimeout or ResourceExhausted or QuotaExceeded
        or ServiceError or ServiceUnavailable or GenerationFailedNoContent or UnknownError;

    /// <summary>What is fixed about a code.</summary>
    /// <exception cref="ArgumentException">The code does not belong to the set.</exception>
    public static FailureDescription Describe(string code) =>
        Descriptions.TryGetValue(code, out var description)
            ? description
            : throw new ArgumentException($"'{code}' is no failure code.", nameof(code));
}
