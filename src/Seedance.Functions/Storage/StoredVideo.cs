namespace Seedance.Functions.Storage;

/// <summary>A video in the team's own Blob Storage.</summary>
/// <param name="Blob">Blob name inside the videos container: <c>{client}/{yyyy}/{MM}/{dd}/{task id}.mp4</c>.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, lower-case hexadecimal.</param>
public sealed record StoredVideo(string Blob, long Bytes, string Sha256);
