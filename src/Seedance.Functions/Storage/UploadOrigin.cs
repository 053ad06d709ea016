namespace Seedance.Functions.Storage;

/// <summary>The uploaded file that a task was made of.</summary>
/// <param name="Container">The container.</param>
/// <param name="Blob">The blob's name; the first frame's where two frames make one video.</param>
/// <param name="Etag">The version of the blob that was read, without quotes.</param>
/// <param name="Index">The place of the request in a job file's list, from 0; null where the file asks for one video.</param>
public sealed record UploadOrigin(string Container, string Blob, string Etag, int? Index = null);
