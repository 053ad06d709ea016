using Microsoft.AspNetCore.Authorization;
using Seedance.Functions.Contracts;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

public sealed partial class Videos(TaskRecords records, VideoStore videos, VideoLinks links, TimeProvider time, ILogger<Videos> logger)
{
    /// <summary>
    /// 302 to a short-lived SAS link of the stored video, so that its bytes never pass through a function. Takes the client's key, or the
    /// signature of a result link. With <c>?download=1</c> storage names the file, so that browsers save it. 400 for another
    /// <c>download</c>, 401, 404, 409 while the video is not ready, 410 once it was deleted.
    /// </summary>
    [Function("GetContent"), AllowAnonymous]
    public async Task<IResult> GetContentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/videos/{id}/content")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var client = links.ClientOf(id, request.Query["sig"]) ?? request.Client().Name;
        string? download = request.Query["download"];
        if (download is not (null or "1")) throw ApiException.InvalidQuery("download", "can only be 1");
        var record = await records.FindAsync(client, id, cancellationToken);
        if (record.VideoDeletedAt is not null) throw ApiException.VideoDeleted();
        if (record.Video is null) throw ApiException.NotReady(record.State.Word());
        var blob = VideoLinks.BlobOf(record, request.Query["n"], request.Query["part"]) ?? throw ApiException.PartNotFound();

        // Not Results.Redirect, which logs the address.
        var headers = request.HttpContext.Response.Headers;
        headers.Location = (await videos.LinkToAsync(blob, download is not null, cancellationToken)).AbsoluteUri;
        // The link expires, and a kept response with it.
        headers.CacheControl = "no-store";
        return Results.StatusCode(StatusCodes.Status302Found);
    }

    /// <summary>
    /// Deletes a task's videos from storage; the task stays and says so. 200 with the task, also when they were deleted before; 401, 404,
    /// 409 while the task has not ended or when it has no video. Takes the client's key alone: a result link must not delete.
    /// </summary>
    [Function("DeleteVideo")]
    public async Task<IResult> DeleteVideoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/videos/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var found = await request.FindTaskAsync(records, id, cancellationToken);
        // The record first: after a crash in between, no link promises the blobs that are still there, and the next call deletes them.
        var record = await records.ChangeAsync(
            found.Client, found.Id, current => current.WithVideoDeleted(time.GetUtcNow()), cancellationToken);
        if (record.VideoDeletedAt is null) throw ApiException.NotReady(record.State.Word());
        await videos.DeleteAsync(record.StoredBlobs, cancellationToken);
        LogDeleted(id, record.Client);
        return Results.Json(new TaskResponse(record, links), ApiJson.Default.TaskResponse);
    }

    [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: its client {Client} has deleted its video.")]
    private partial void LogDeleted(string taskId, string client);
}
