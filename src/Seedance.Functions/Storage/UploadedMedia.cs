using Seedance.Functions.Options;

namespace Seedance.Functions.Storage;

/// <summary>
/// Lets the provider read uploaded media: at the submit, the plain URLs of a task's uploads become links that open that one blob for
/// reading. The links are in no record and in no history.
/// </summary>
public sealed class UploadedMedia(UploadContainer uploads, BlobReadLinks links, IOptions<SeedanceOptions> options)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The request for the provider. Only tasks that came from an upload get links, and only for files in their own client's folder:
    /// over HTTP, the URL of an upload opens nothing. The links follow from the record alone, so that a replayed submit is the same.
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
            var readable = urls.ToArray();
            foreach (var (index, url) in urls.Index())
            {
                if (uploads.NameOf(url) is not { } name || name.Client != record.Client) continue;
                readable[index] = await LinkToAsync(name, record.CreatedAt, cancellationToken);
            }
            return readable;
        }
    }

    private async Task<string> LinkToAsync(UploadName name, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var waiting = options.Value.Waiting;
        var wait = TimeSpan.FromMinutes(waiting.DeadlineMinutes + waiting.SettleMinutes) + TimeSpan.FromHours(waiting.ReconcileHours);
        var startsOn = createdAt - ClockSkew;
        // A delegated key ends a week after its day began. Providers fetch what they are given within hours.
        var latest = new DateTimeOffset(startsOn.UtcDateTime.Date, TimeSpan.Zero) + BlobReadLinks.KeyLife;
        var expiresOn = wait < latest - createdAt ? createdAt + wait : latest;
        return (await links.ToAsync(uploads.BlobOf(name), startsOn, expiresOn, contentDisposition: null, cancellationToken)).AbsoluteUri;
    }
}
