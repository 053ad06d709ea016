using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskRecordTests
{
    private static readonly DateTimeOffset Later = Samples.Now.AddMinutes(1);

    [Fact]
    public void A_move_is_noted_behind_the_moves_before_it()
    {
        var record = Samples.Record
            .Move(TaskState.Pending, TaskStage.Submitting, "submitting", Samples.Now)
            .Move(TaskState.Processing, TaskStage.Waiting, "the provider is at work", Later);

        Assert.Equal(
            [
                new TaskTransition(Samples.Now, TaskState.Pending, TaskStage.Submitting, "submitting"),
                new TaskTransition(Later, TaskState.Processing, TaskStage.Waiting, "the provider is at work"),
            ],
            record.History);
        Assert.Equal(TaskState.Processing, record.State);
        Assert.Equal(TaskStage.Waiting, record.Stage);
        Assert.Equal(Later, record.UpdatedAt);
    }

    [Fact]
    public void A_stage_repeated_is_an_update_but_no_transition()
    {
        var record = Samples.Record.Move(TaskState.Processing, TaskStage.Waiting, "once", Samples.Now);

        var again = record.Move(TaskState.Processing, TaskStage.Waiting, "twice", Later);

        Assert.Equal(record.History, again.History);
        Assert.Equal(Later, again.UpdatedAt);
    }

    [Fact]
    public void Every_blob_of_a_task_is_named_and_no_other()
    {
        var one = Samples.Record with { Video = new StoredVideo("1.mp4", 1, "a") };
        var all = one with { MoreVideos = [new("2.mp4", 1, "b"), new("3.mp4", 1, "c")], LastFrame = new StoredPicture("last.png", 1, "d") };

        Assert.Empty(Samples.Record.StoredBlobs);
        Assert.Equal(["1.mp4"], one.StoredBlobs);
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

        Assert.True(record.IsTerminal);
        Assert.Throws<InvalidOperationException>(() => record.Move(other, TaskStage.Waiting, "again", Later));
    }
}
