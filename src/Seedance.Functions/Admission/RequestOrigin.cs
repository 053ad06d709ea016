using Seedance.Functions.Storage;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Admission;

/// <summary>Where a request came from.</summary>
/// <param name="ReachedAt">The address it came in on; links use it when no public base URL is set.</param>
/// <param name="Upload">The uploaded file it was made of; null when it came over HTTP.</param>
public sealed record RequestOrigin(Uri ReachedAt, UploadOrigin? Upload = null);
