using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>One video that an upload asks for.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="Key">What keeps it from being made twice. It follows from the files alone, whatever the settings say meanwhile.</param>
/// <param name="Origin">The file, for the record.</param>
/// <param name="Blobs">The files that tell why it was refused, should it be.</param>
internal sealed record Upload(Client Client, HashedKey Key, UploadOrigin Origin, IReadOnlyList<UploadedBlob> Blobs)
{
    /// <summary>The video of one file, or of one request in its list.</summary>
    public static Upload Of(Client client, string container, UploadedBlob blob, int? index = null) => new(
        client,
        HashedKey.Of("upload", container, blob.Name.Value, blob.Etag, $"{index}"),
        new UploadOrigin(container, blob.Name.Value, blob.Etag, index),
        [blob]);

    /// <summary>
    /// All of a list at once. Its key is that of the first request: a list is either refused as a whole or begun, whichever came
    /// first, and stays so when its event comes again.
    /// </summary>
    public static Upload OfList(Client client, string container, UploadedBlob blob)
        => Of(client, container, blob, index: 0) with { Origin = new UploadOrigin(container, blob.Name.Value, blob.Etag) };

    /// <summary>The video of two frames.</summary>
    public static Upload Of(Client client, string container, UploadedBlob first, UploadedBlob last) => new(
        client,
        HashedKey.Of("frames", container, first.Name.Value, first.Etag, last.Name.Value, last.Etag),
        new UploadOrigin(container, first.Name.Value, first.Etag),
        [first, last]);
}
