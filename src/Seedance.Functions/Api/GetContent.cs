using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/videos/{id}/content</c>: a redirect to a short-lived SAS link of the stored video, so that its bytes never pass
/// through a function. Opens with the client's key, or with the signature that result links carry.
/// </summary>
public sealed class GetContent(VideoLinks links, TaskRecords records, VideoStore videos)
{
    /// <summary>
    /// Answers 302 with the link; with <c>?download=1</c> storage names the file it gives, so that browsers save it. 400 for another
    /// <c>download</c>, 401, 404 for an unknown task, 409 while the video is not ready, 410 once it was deleted.
    /// </summary>
    [Function(nameof(GetContent)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/videos/{id}/content")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var client = links.ClientOf(id, request.Query["sig"]) ?? request.Client().Name;
        string? download = request.Query["download"];
        if (download is not (null or "1")) throw ApiException.Refused(QueryViolations.Invalid("download", "can only be 1"));
        var record = await RequestExtensions.FindTaskAsync(records, client, id, cancellationToken);
        if (record.VideoDeletedAt is not null) throw ApiException.VideoDeleted();
        if (record.Video is null) throw ApiException.NotReady(record.State.Word());
        var blob = VideoLinks.BlobOf(record, request.Query["n"], request.Query["part"]) ?? throw ApiException.PartNotFound();

        // Not Results.Redirect, which logs the address.
        var headers = request.HttpContext.Response.Headers;
        headers.Location = (await videos.LinkToAsync(blob, download is not null, cancellationToken)).AbsoluteUri;
        // The link dies; whoever keeps this answer would keep a dead link.
        headers.CacheControl = "no-store";
        return Results.StatusCode(StatusCodes.Status302Found);
    }
}
