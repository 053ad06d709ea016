using Seedance.Functions.Admission;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;

namespace Seedance.Functions.Uploads;

/// <summary>Hands in what an upload asks for, at the same door as every other request, and records why it is turned away there.</summary>
public sealed class UploadAdmission(TaskAdmission admission, UploadRefusals refusals, HostAddress address)
{
    /// <summary>Starts the upload's video, finds it under way, or records the refusal.</summary>
    internal async Task<UploadOutcome> AdmitAsync(
        DurableTaskClient orchestrations, Upload upload, RequestResult reading, CancellationToken cancellationToken)
    {
        var request = (reading as RequestResult.Accepted)?.Request;
        var origin = new RequestOrigin(address.Current, upload.Origin);
        try
        {
            var admitted = await admission.AdmitAsync(orchestrations, upload.Client, reading, upload.Key, origin, cancellationToken);
            return UploadRefusals.Of(upload, admitted.Record);
        }
        // Not a key conflict: an upload's key follows from the upload alone, so it cannot stand for another.
        catch (ApiException refused) when (ReasonOf(refused.Error) is { } reason)
        {
            return await refusals.RefuseAsync(upload, request, reason, cancellationToken);
        }
    }

    private static string? ReasonOf(ApiError error) => error switch
    {
        { Errors: { } violations } => UploadRefusals.TextOf(violations),
        { Budget: not null } => $"{UploadRefusalCodes.Budget}: {error.Message}",
        { Code: ApiException.ServiceUnavailableCode } => $"{UploadRefusalCodes.ProviderNotConfigured}: {error.Message}",
        _ => null,
    };
}
