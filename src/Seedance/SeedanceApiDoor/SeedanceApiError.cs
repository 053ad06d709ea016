using Seedance.Requests;

namespace Seedance.SeedanceApiDoor;

/// <summary>The error envelope of the seedanceapi.org door: <c>{code,message,detail,errors}</c>.</summary>
/// <param name="Code">The HTTP status again.</param>
/// <param name="Message">One word for programs: <see cref="SeedanceApiCodes"/> or <see cref="ViolationCodes"/>.</param>
/// <param name="Detail">What went wrong and the way out, for people.</param>
public sealed record SeedanceApiError(int Code, string Message, string Detail)
{
    /// <summary>Every violation of a refused request, those with the vendor's own codes first.</summary>
    public IReadOnlyList<RequestViolation>? Errors { get; init; }

    /// <summary>A request that is not valid: 400.</summary>
    /// <param name="violations">At least one.</param>
    public static SeedanceApiError Refused(IReadOnlyList<RequestViolation> violations)
    {
        var ordered = SeedanceApiCodes.VendorFirst(violations);
        return new SeedanceApiError(400, ordered[0].Code, ordered[0].Message) { Errors = ordered };
    }

    /// <summary>Any other refusal, with the vendor's word for its status.</summary>
    /// <param name="status">The HTTP status, 400 or more.</param>
    /// <param name="detail">What went wrong and the way out.</param>
    public static SeedanceApiError OfStatus(int status, string detail) => new(status, SeedanceApiCodes.OfStatus(status), detail);
}
