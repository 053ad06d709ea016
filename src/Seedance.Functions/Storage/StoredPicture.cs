namespace Seedance.Functions.Storage;

/// <summary>A picture in the team's own Blob Storage, beside the video that it belongs to.</summary>
/// <param name="Blob">Blob name inside the videos container: the video's, with <c>-last</c> and the picture's own extension.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, lower-case hexadecimal.</param>
public sealed record StoredPicture(string Blob, long Bytes, string Sha256);
