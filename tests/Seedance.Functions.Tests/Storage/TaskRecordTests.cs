using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskRecordTests
{
    private static readonly DateTimeOffset Later = Samples.Now.AddMinutes(1);

    [Fact]
    public void A_move_is_noted_and_a_repeated_stage_is_no_transition()
    {
        var record = Samples.Record
            .Move(TaskState.Pending, TaskStage.Submitting, "submitting", Samples.Now)
            .Move(TaskState.Processing, TaskStage.Waiting, "the provider is at work", Samples.Now)
            .Move(TaskState.Processing, TaskStage.Waiting, "again", Later);

        Assert.Equal(
            [
                new TaskTransition(Samples.Now, TaskState.Pending, TaskStage.Submitting, "submitting"),
                new TaskTransition(Samples.Now, TaskState.Processing, TaskStage.Waiting, "the provider is at work"),
            ],
            record.History);
        Assert.Equal((TaskState.Processing, TaskStage.Waiting, Later), (record.State, record.Stage, record.UpdatedAt));
    }

    [Fact]
    public void Every_blob_of_a_task_is_named_and_no_other()
    {
        var one = Samples.Record with { Video = new StoredVideo("1.mp4", 1, "a") };
        var all = one with { MoreVideos = [new("2.mp4", 1, "b"), new("3.mp4", 1, "c")], LastFrame = new StoredPicture("last.png", 1, "d") };

        Assert.Empty(Samples.Record.StoredBlobs);
        Assert.Equal(["1.mp4", "2.mp4", "3.mp4", "last.png"], all.StoredBlobs);
    }

    [Theory]
    [InlineData(TaskState.Completed, TaskState.Processing)]
    [InlineData(TaskState.Completed, TaskState.Failed)]
    [InlineData(TaskState.Failed, TaskState.Completed)]
    [InlineData(TaskState.Cancelled, TaskState.Pending)]
    public void A_terminal_state_is_final(TaskState ended, TaskState other)
    {
        var record = Samples.Record.Move(ended, TaskStage.Done, "over", Samples.Now);

        Assert.Throws<InvalidOperationException>(() => record.Move(other, TaskStage.Waiting, "again", Later));
    }
}
