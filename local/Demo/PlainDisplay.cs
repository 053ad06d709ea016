using System.Globalization;

namespace Seedance.Demo;

/// <summary>One line for each move: for files, pipes and terminals without colours.</summary>
internal sealed class PlainDisplay(TextWriter output) : IStoryDisplay
{
    public Task ShowAsync(Story story, Func<Action<bool>, Task> watch) => watch(moved =>
    {
        if (moved && story.Task is { } task)
            output.WriteLine(Line(story.Elapsed, task));
    });

    private static string Line(TimeSpan elapsed, TaskView task)
    {
        var by = task.WokenBy is null ? "" : $" (by {task.WokenBy})";
        return string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,7:0.0} s  {task.Progress,3} %  {task.Stage ?? task.Status}{by}");
    }
}
