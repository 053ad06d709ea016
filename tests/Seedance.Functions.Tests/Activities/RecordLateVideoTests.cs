using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class RecordLateVideoTests
{
    private static readonly StoredVideo Video = new("studio/2026/03/01/x.mp4", 12, "abc");

    private readonly FakeService _service = new();

    [Fact]
    public async Task A_late_video_is_noted_once_and_the_task_stays_cancelled()
    {
        var record = await _service.AddAsync(Cancelled);

        await NoteAsync(record, Video);
        await NoteAsync(record, Video with { Sha256 = "another" });

        var noted = await _service.ReadAsync(record);
        Assert.Equal((TaskState.Cancelled, Video), (noted.State, noted.Video));
    }

    [Fact]
    public async Task A_repetition_after_the_video_was_deleted_changes_nothing()
    {
        var record = await _service.AddAsync(Cancelled);
        await NoteAsync(record, Video);
        var deleted = await _service.Get<VideoRemoval>().RemoveAsync(record, CancellationToken.None);

        await NoteAsync(record, Video);

        var after = await _service.ReadAsync(record);
        Assert.Equal((deleted.VideoDeletedAt, deleted.ETag, null), (after.VideoDeletedAt, after.ETag, after.KeptVideo));
    }

    private static TaskRecord Cancelled => Samples.Record with { State = TaskState.Cancelled, Stage = TaskStage.Done };

    private Task NoteAsync(TaskRecord record, StoredVideo video)
        => new RecordLateVideo(_service.Records, _service.Videos, _service.Metrics, _service.Time)
            .RunAsync(new LateVideo(Samples.ReferenceTo(record), video), CancellationToken.None);
}
