using Seedance.Functions.Options;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Storage;

/// <summary>
/// Lets the provider read uploaded media: at the very submit, the plain URLs of a task's uploads become links that open that one
/// blob for reading. They are in no record and in no history.
/// </summary>
public sealed class UploadedMedia(UploadContainer uploads, BlobReadLinks links, IOptions<SeedanceOptions> options)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The request as the provider is to have it. Only tasks that came from an upload get links, and only for files in their own
    /// client's folder: whoever names an upload's URL over HTTP gets nothing opened. The links follow from the record alone, so
    /// that a submit that is replayed says the same once more.
    /// </summary>
    public async Task<VideoRequest> ReadableAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        if (record.Upload is null) return record.Request;
        return record.Request with
        {
            ImageUrls = await ReadableAsync(record.Request.ImageUrls),
            VideoUrls = await ReadableAsync(record.Request.VideoUrls),
            AudioUrls = await ReadableAsync(record.Request.AudioUrls),
        };

        async Task<IReadOnlyList<string>> ReadableAsync(IReadOnlyList<string> urls)
        {
            var readable = new List<string>(urls.Count);
            foreach (var url in urls)
            {
                readable.Add(uploads.NameOf(url) is { } name && name.Client == record.Client
                    ? (await LinkToAsync(name, record.CreatedAt, cancellationToken)).AbsoluteUri
                    : url);
            }
            return readable;
        }
    }

    private Task<Uri> LinkToAsync(UploadName name, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var waiting = options.Value.Waiting;
        var wait = TimeSpan.FromMinutes(waiting.DeadlineMinutes) + TimeSpan.FromMinutes(waiting.SettleMinutes)
            + TimeSpan.FromHours(waiting.ReconcileHours);
        var startsOn = createdAt - ClockSkew;
        // A delegated key ends a week after its day began. Providers fetch what they are given within hours.
        var latest = new DateTimeOffset(startsOn.UtcDateTime.Date, TimeSpan.Zero) + BlobReadLinks.KeyLife;
        var expiresOn = wait < latest - createdAt ? createdAt + wait : latest;
        return links.ToAsync(uploads.BlobOf(name), startsOn, expiresOn, contentDisposition: null, cancellationToken);
    }
}
