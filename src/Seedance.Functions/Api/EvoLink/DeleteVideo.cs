using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>DELETE /v1/videos/{id}</c>: removes a task's video from storage, for good as far as this service goes. The task stays, and says
/// so. Takes the client's key alone: a result link opens a video for whoever it was sent to, and must not remove it.
/// </summary>
public sealed partial class DeleteVideo(
    TaskRecords records, VideoStore videos, TaskResponses answers, TimeProvider time, ILogger<DeleteVideo> logger)
{
    /// <summary>
    /// Answers 200 with the task, the same when the video was deleted before; 401, 404 for an id that is not this client's, 409 while
    /// the task has not ended or when it has no video.
    /// </summary>
    [Function(nameof(DeleteVideo))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/videos/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var record = await request.FindTaskAsync(records, id, cancellationToken);
        // The record first: after a crash in between, no link promises the blobs that are still there, and the next call deletes them.
        var deleted = await records.ChangeAsync(
            record.Client, record.Id, current => current.WithVideoDeleted(time.GetUtcNow()), cancellationToken);
        if (deleted.VideoDeletedAt is null) throw ApiException.NotReady(deleted.State.Word());
        await videos.DeleteAsync(deleted.StoredBlobs, cancellationToken);
        Log.Deleted(logger, id, record.Client);
        return Results.Json(answers.Of(deleted), ApiJson.Default.TaskResponse);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: its client {Client} has deleted its video.")]
        public static partial void Deleted(ILogger logger, string taskId, string client);
    }
}
