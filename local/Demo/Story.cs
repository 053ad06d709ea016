namespace Seedance.Demo;

/// <summary>What has been seen of one task so far: the stages it went through, and what moved it.</summary>
internal sealed class Story(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<StoryStep> _steps = [];

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public IReadOnlyList<StoryStep> Steps => _steps;

    public TaskView? Task { get; private set; }

    /// <summary>Takes in a fresh look; true when something moved.</summary>
    public bool Add(TaskView task)
    {
        var stage = task.Stage ?? task.Status;
        var moved = Task is null || Task.Progress != task.Progress || Task.Status != task.Status || (Task.Stage ?? Task.Status) != stage;
        if (_steps.Count == 0 || _steps[^1].Stage != stage)
            _steps.Add(new(stage, Elapsed));

        Task = task;
        return moved;
    }
}
