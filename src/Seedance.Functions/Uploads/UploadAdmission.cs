using Microsoft.DurableTask.Client;
using Seedance.Functions.Api;
using Seedance.Functions.Generation;
using Seedance.Functions.Settings;
using Seedance.Requests;

namespace Seedance.Functions.Uploads;

/// <summary>Hands in what an upload asks for, at the same door as every other request, and records why it is turned away there.</summary>
public sealed class UploadAdmission(Admission admission, UploadRefusals refusals, HostAddress address)
{
    /// <summary>Starts the upload's video, finds it under way, or records the refusal.</summary>
    internal async Task<UploadOutcome> AdmitAsync(
        DurableTaskClient orchestrations, Upload upload, RequestReading reading, CancellationToken cancellationToken)
    {
        var request = (reading as RequestReading.Accepted)?.Request;
        var origin = new RequestOrigin(address.Current, upload.Origin);
        return await admission.AdmitAsync(orchestrations, upload.Client, reading, upload.Key, origin, cancellationToken) switch
        {
            IntakeOutcome.Accepted accepted => UploadRefusals.Of(upload, accepted.Record),
            IntakeOutcome.Refused refused => await RefuseAsync(UploadRefusals.TextOf(refused.Violations)),
            IntakeOutcome.OverBudget over => await RefuseAsync($"{UploadRefusalCodes.Budget}: {over.Refusal.Message}"),
            IntakeOutcome.ProviderNotConfigured missing => await RefuseAsync(
                $"{UploadRefusalCodes.ProviderNotConfigured}: The provider '{missing.Provider}' has no API key configured here."),
            // A key conflict, above all: an upload's key follows from the upload alone, so it cannot stand for another.
            var outcome => throw new InvalidOperationException($"Unforeseen outcome {outcome.GetType().Name}."),
        };

        Task<UploadOutcome> RefuseAsync(string reason) => refusals.RefuseAsync(upload, request, reason, cancellationToken);
    }
}
