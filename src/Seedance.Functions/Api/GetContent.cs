using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Clients;
using Seedance.Functions.Tasks;
using Seedance.Functions.Videos;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>GET /v1/videos/{id}/content</c>: a redirect to a short-lived SAS link of the stored video, so that its bytes never pass
/// through a function. Opens with the client's key, or with the signature that result links carry.
/// </summary>
public sealed class GetContent(
    BearerAuthentication authentication, VideoLinks links, TaskRecords records, VideoStore videos)
{
    /// <summary>
    /// Answers 302 with the link; with <c>?download=1</c> storage names the file it gives, so that browsers save it. 400 for another
    /// <c>download</c>, 401, 404 for an unknown task, 409 while the video is not ready, 410 once it was deleted.
    /// </summary>
    [Function(nameof(GetContent))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/videos/{id}/content")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken)
    {
        var client = links.ClientOf(id, request.Query["sig"]) ?? authentication.Authenticate(request)?.Name;
        if (client is null) return await BearerAuthentication.RefuseAsync(request, cancellationToken);

        var download = request.Query["download"];
        if (download is not (null or "1"))
        {
            var violation = QueryViolations.Invalid("download", "can only be 1");
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.BadRequest, ApiError.Refused([violation]), cancellationToken);
        }
        var record = TaskId.TryParse(id, out var taskId) ? await records.FindAsync(client, taskId, cancellationToken) : null;
        if (record is null)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.TaskNotFound, cancellationToken);
        }
        if (record.VideoDeletedAt is not null)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.Gone, ApiError.VideoDeleted, cancellationToken);
        }
        if (record.Video is null)
        {
            return await ErrorAnswer.WriteAsync(
                request, HttpStatusCode.Conflict, ApiError.NotReady(record.State.Word()), cancellationToken);
        }
        if (StoredPart.BlobOf(record, request.Query["n"], request.Query["part"]) is not { } blob)
        {
            return await ErrorAnswer.WriteAsync(request, HttpStatusCode.NotFound, ApiError.PartNotFound, cancellationToken);
        }
        var response = request.CreateResponse(HttpStatusCode.Found);
        response.Headers.Add("Location", (await videos.LinkToAsync(blob, download is not null, cancellationToken)).AbsoluteUri);
        // The link dies; whoever keeps this answer would keep a dead link.
        response.Headers.Add("Cache-Control", "no-store");
        return response;
    }
}
