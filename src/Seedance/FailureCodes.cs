using static Seedance.FailureTraits;

namespace Seedance;

/// <summary>
/// The closed set of failure codes: EvoLink's codes of failed tasks in its own words, and this service's for what goes wrong around
/// them. A code that only a provider gives has no constant.
/// </summary>
public static class FailureCodes
{
    public const string ContentPolicyViolation = "content_policy_violation";
    public const string ServiceError = "service_error";
    public const string ServiceUnavailable = "service_unavailable";
    public const string UnknownError = "unknown_error";
    public const string ProviderAuth = "provider_auth";
    public const string ProviderInsufficientCredits = "provider_insufficient_credits";
    public const string ProviderRateLimited = "provider_rate_limited";
    public const string ProviderBlocked = "provider_blocked";
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

    private static readonly FrozenDictionary<string, FailureCode> Table = new FailureCode[]
    {
        new(ContentPolicyViolation, FromProvider, Request, "The content was refused by the provider's safety filters."),
        new("invalid_parameters", FromProvider, Request, "The provider found a parameter of the request invalid."),
        new("invalid_request", FromProvider, Request, "The provider found the request invalid."),
        new("image_processing_error", FromProvider, Request,
            "The provider could not fetch or read a supplied file. It must be publicly reachable."),
        new("image_dimension_mismatch", FromProvider, Request, "The dimensions of a supplied picture do not fit."),
        new("request_cancelled", FromProvider, Upstream, "The provider cancelled the generation."),
        new("resource_not_found", FromProvider, Request, "The provider did not find something the request refers to."),
        new("generation_timeout", FromProvider | Retryable, Upstream, "The provider took too long and gave up."),
        new("resource_exhausted", FromProvider | Retryable, Upstream, "The provider has no capacity at the moment."),
        new("quota_exceeded", FromProvider | Retryable, Upstream, "A quota at the provider is used up for now."),
        new(ServiceError, FromProvider | Retryable, Upstream, "The provider had an internal error."),
        new(ServiceUnavailable, FromProvider | Retryable, Upstream, "The provider is unavailable."),
        new("generation_failed_no_content", FromProvider, Upstream, "The model produced no video. Another prompt may."),
        new(UnknownError, FromProvider, Upstream, "The generation failed and the provider gave no reason."),
        new(ProviderAuth, None, Upstream, "The provider refused this service's credentials."),
        new(ProviderInsufficientCredits, None, Upstream, "This service's account at the provider has too few credits."),
        new(ProviderRateLimited, Retryable, Upstream, "The provider limits the rate of requests."),
        new(ProviderBlocked, Retryable, Upstream, "The request was blocked before it reached the provider's API."),
        new(ProviderRejected, None, Request, "The provider refused the request."),
        new(ProviderTaskLost, MayBeCharged, Upstream, "The provider no longer knows the task."),
        new(ProviderInvalidResponse, MayBeCharged, Upstream, "The provider's answer could not be understood."),
        new(SubmitOutcomeUnknown, MayBeCharged, Upstream,
            "It is not known whether the provider took the request. It was not sent again, since it could have been paid twice."),
        new(TimedOutWaiting, MayBeCharged, Upstream, "The provider was still working when waiting for it ended."),
        new(VideoNotValid, MayBeCharged | WrongVideo, Upstream, "What the provider delivered is not a video."),
        new(VideoIsWebPage, MayBeCharged | WrongVideo, Upstream, "The provider's link led to a web page instead of the video."),
        new(VideoEmpty, MayBeCharged | WrongVideo, Upstream, "The provider's link led to an empty file instead of the video."),
        new(VideoIncomplete, MayBeCharged | WrongVideo, Upstream, "The video that the provider delivered ends too early."),
        new(VideoLinkExpired, MayBeCharged, Upstream, "The provider's link to the video had expired."),
        new(VideoLinkRedirected, MayBeCharged | WrongVideo, Upstream, "The provider's link redirects too often, or to no address."),
        new(VideoHostNotAllowed, MayBeCharged | WrongVideo, Service,
            "The provider's link is on a host that this service does not download from."),
        new(VideoDestinationNotAllowed, MayBeCharged | WrongVideo, Upstream, "The provider's link is not allowed."),
        new(VideoTooLarge, MayBeCharged | WrongVideo, Upstream, "The video is larger than is allowed."),
        new(VideoDownloadTooSlow, MayBeCharged, Upstream, "The download of the video stood still or was too slow."),
        new(VideoDownloadFailed, MayBeCharged, Upstream, "The video could not be downloaded from the provider."),
        new(StorageFailed, MayBeCharged, Service, "The video could not be stored."),
        new(UploadRefused, None, Request, "The upload was refused."),
        new(InternalError, MayBeCharged, Service, "This service had an internal error."),
    }.ToFrozenDictionary(failure => failure.Code, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Table.Keys;

    /// <exception cref="ArgumentException">The code does not belong to the set.</exception>
    public static FailureCode Describe(string code)
        => Table.GetValueOrDefault(code) ?? throw new ArgumentException($"'{code}' is no failure code.", nameof(code));

    /// <summary>Whether EvoLink gives the code for a task.</summary>
    internal static bool IsFromProvider(string code) => Table.GetValueOrDefault(code)?.Has(FromProvider) == true;
}

/// <summary>What is fixed about a failure code.</summary>
/// <param name="Type">The value of <c>error.type</c> in EvoLink's error body.</param>
/// <param name="Message">The message where the provider gives none.</param>
public sealed record FailureCode(string Code, FailureTraits Traits, string Type, string Message)
{
    public bool Has(FailureTraits trait) => Traits.HasFlag(trait);
}

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

    /// <summary>The link gave a whole response that is not the video: a later download is likely to give the same.</summary>
    WrongVideo = 8,
}
