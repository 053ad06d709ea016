using System.Text.Json;
using Seedance.Demo;

namespace Seedance.Emulator.Tests.Launch;

public sealed class StoryTests
{
    [Fact]
    public void A_task_of_EvoLinks_own_members_alone_is_understood()
    {
        var task = Task("""{"id":"task-1","status":"completed","progress":100,"results":["http://x/v"],"usage":{"credits_reserved":5.5}}""");

        Assert.True(task.IsCompleted);
        Assert.Equal("http://x/v", task.Link);
        Assert.Equal(5.5m, task.CreditsReserved);
        Assert.Null(task.Stage);
        Assert.Null(task.Blob);
    }

    [Fact]
    public void Stages_are_kept_in_order_and_only_a_change_is_a_move()
    {
        var story = new Story(TimeProvider.System);

        bool[] moved =
        [
            story.Add(Task("""{"id":"t","status":"processing","progress":0,"stage":"submitting"}""")),
            story.Add(Task("""{"id":"t","status":"processing","progress":0,"stage":"submitting"}""")),
            story.Add(Task("""{"id":"t","status":"processing","progress":40,"stage":"waiting","woken_by":"poll"}""")),
            story.Add(Task("""{"id":"t","status":"completed","progress":100,"stage":"done","woken_by":"webhook"}""")),
        ];

        Assert.Equal([true, false, true, true], moved);
        Assert.Equal(["submitting", "waiting", "done"], story.Steps.Select(step => step.Stage));
    }

    private static TaskView Task(string json) => TaskView.Of(JsonSerializer.Deserialize<JsonElement>(json));
}
