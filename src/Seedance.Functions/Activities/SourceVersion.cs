using System.Net.Http.Headers;

namespace Seedance.Functions.Activities;

/// <summary>
/// Which bytes a link led to. Parts of a video may be put together only when they are of one version, and only a strong validator
/// proves that (RFC 9110, 8.8.1 and 13.1.5): an ETag that is not weak, or, where there is no ETag at all, a Last-Modified that is
/// old enough against the server's own clock.
/// </summary>
/// <param name="Validator">What goes into <c>If-Range</c>, or null when nothing proves the version.</param>
/// <param name="Length">The length of the whole in bytes, where it was told.</param>
internal sealed record SourceVersion(RangeConditionHeaderValue? Validator, long? Length)
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int FingerprintBytes = 16;

    // RFC 9110, 8.8.2.2: a resource may change twice within a second; a minute covers clocks that are set apart.
    private static readonly TimeSpan OldEnough = TimeSpan.FromMinutes(1);

    /// <summary>The version that an answer is of, or is a part of.</summary>
    public static SourceVersion Of(HttpResponseMessage answer) => new(
        ValidatorOf(answer),
        answer.Content.Headers.ContentRange is { } range ? range.Length : answer.Content.Headers.ContentLength);

    /// <summary>True unless the answer names another version. A server may leave out of a part what it said of the whole.</summary>
    public bool CanBe(HttpResponseMessage answer)
    {
        var part = Of(answer);
        return (part.Length is null || Length is null || part.Length == Length)
            && (answer.Headers.ETag is null || answer.Headers.ETag.Equals(Validator?.EntityTag))
            && (Validator?.Date is not { } date || answer.Content.Headers.LastModified is not { } modified || modified == date);
    }

    /// <summary>
    /// A name for these bytes, hexadecimal: the same in every run that copies this version of this link into this blob in blocks of this
    /// size, and never the same twice when nothing proves the version. Of the link only host and path count: the rest is a signature
    /// that is new each time, and a validator says nothing beyond its own path.
    /// </summary>
    public string Fingerprint(string blob, Uri link, int blockBytes) => Validator is null
        ? RandomNumberGenerator.GetHexString(2 * FingerprintBytes)
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{blob}\n{link.Authority}{link.AbsolutePath}\n{Validator}\n{Length}\n{blockBytes}")))[..FingerprintBytes]);

    private static RangeConditionHeaderValue? ValidatorOf(HttpResponseMessage answer)
    {
        if (answer.Headers.ETag is { } tag) return tag.IsWeak ? null : new RangeConditionHeaderValue(tag);
        var modified = answer.Content.Headers.LastModified;
        return modified is { } at && answer.Headers.Date is { } now && now - at >= OldEnough ? new RangeConditionHeaderValue(at) : null;
    }
}
