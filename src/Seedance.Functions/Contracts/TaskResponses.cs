using Seedance.Functions.Activities;
using Seedance.Functions.Storage;
using Seedance.Functions.Uploads;

namespace Seedance.Functions.Contracts;

/// <summary>Makes the answer about a task out of its record.</summary>
public sealed class TaskResponses(VideoLinks links)
{
    /// <summary>The task with everything that has happened to it.</summary>
    public TaskResponse WithHistory(TaskRecord record) => Of(record) with
    {
        History =
        [
            .. record.History.Select(step => new TaskStep(
                step.At, step.State.Word(), step.Stage.ToString().ToLowerInvariant(), step.Reason)),
        ],
    };

    /// <summary>The task as callers see it.</summary>
    public TaskResponse Of(TaskRecord record)
    {
        var videos = record.State == TaskState.Completed && record.KeptVideo is not null ? links.ToAll(record) : null;
        return new TaskResponse
        {
            Id = record.Id.ToString(),
            Created = record.CreatedAt.ToUnixTimeSeconds(),
            Model = record.Request.Model,
            Status = record.State.Word(),
            Progress = record.State == TaskState.Completed ? 100 : record.Progress,
            TaskInfo = new TaskInfo(
                !record.IsTerminal, record.Request.DurationSeconds == VideoRequest.SmartDuration ? null : record.Request.DurationSeconds),
            Usage = TaskUsage.Of(record),
            Results = videos,
            Result = videos is null ? null : new TaskResult(videos[0]),
            Error = record is { State: TaskState.Failed, Failure: { } failure } ? ApiError.Of(failure) : null,
            Provider = record.Request.Provider,
            BatchId = record.BatchId?.ToString(),
            Upload = record.Upload,
            ProviderTaskId = record.ProviderTaskId,
            Stage = record.Stage.ToString().ToLowerInvariant(),
            WokenBy = record.WokenBy,
            Updated = record.UpdatedAt.ToUnixTimeSeconds(),
            Video = record.KeptVideo,
            LastFrameUrl = videos is not null && record.LastFrame is not null ? links.ToLastFrame(record) : null,
            VideoDeletedAt = record.VideoDeletedAt?.ToUnixTimeSeconds(),
        };
    }
}
