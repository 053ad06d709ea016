namespace Seedance.Functions.Storage;

/// <summary>An uploaded blob, as far as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Etag">The version that was read, without quotes.</param>
/// <param name="Bytes">Length of the whole blob in bytes.</param>
/// <param name="Metadata">Its metadata; names without regard to case.</param>
/// <param name="Head">The first bytes, as many as were asked for.</param>
internal sealed record UploadedBlob(
    UploadName Name, string Etag, long Bytes, IReadOnlyDictionary<string, string> Metadata, ReadOnlyMemory<byte> Head);
