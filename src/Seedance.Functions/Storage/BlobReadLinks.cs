using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Seedance.Functions.Storage;

/// <summary>
/// Links that open one blob for reading for a while, without a key: signed with the account's key where the app has it (locally),
/// with a key that Azure delegates to its identity otherwise. They are secrets: no log line, no record.
/// </summary>
public sealed class BlobReadLinks(DelegationKeys keys)
{
    /// <summary>
    /// Makes a link. The same blob, times (to the second) and disposition give the same link. Over HTTPS only where storage is reached
    /// by HTTPS.
    /// </summary>
    /// <param name="blob">The blob, in any container of the account.</param>
    /// <param name="startsOn">From when it opens, UTC: some minutes ago, since clocks differ.</param>
    /// <param name="expiresOn">Until when it opens, UTC: at most seven days after the beginning of <paramref name="startsOn"/>'s day.</param>
    /// <param name="contentDisposition">The <c>Content-Disposition</c> that storage is to answer with; null for the blob's own.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Uri> ToAsync(
        BlobClient blob,
        DateTimeOffset startsOn,
        DateTimeOffset expiresOn,
        string? contentDisposition,
        CancellationToken cancellationToken)
    {
        var sas = new BlobSasBuilder(BlobSasPermissions.Read, expiresOn)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = startsOn,
            ContentDisposition = contentDisposition,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.None,
        };
        if (blob.CanGenerateSasUri) return blob.GenerateSasUri(sas);

        var key = await keys.ForAsync(startsOn, expiresOn, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, blob.AccountName) }.ToUri();
    }
}
