using Seedance.Functions.Activities;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// <c>DELETE /v1/videos/{id}</c>: removes a task's video from storage, for good as far as this service goes. The task stays, and says
/// so. Takes the client's key alone: a result link opens a video for whoever it was sent to, and must not remove it.
/// </summary>
public sealed partial class DeleteVideo(
    TaskRecords records, VideoRemoval removal, TaskResponses answers, ILogger<DeleteVideo> logger)
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
        var removed = await removal.RemoveAsync(record, cancellationToken);
        if (removed.VideoDeletedAt is null) throw ApiException.NotReady(removed.State.Word());
        Log.Deleted(logger, id, record.Client);
        return Results.Json(answers.Of(removed), ApiJson.Default.TaskResponse);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Task {TaskId}: its client {Client} has deleted its video.")]
        public static partial void Deleted(ILogger logger, string taskId, string client);
    }
}
