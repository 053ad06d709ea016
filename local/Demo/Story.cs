using System.Globalization;
using Spectre.Console;

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
        if (_steps.Count == 0 || _steps[^1].Stage != stage) _steps.Add(new(stage, Elapsed));

        Task = task;
        return moved;
    }
}

/// <summary>A stage, and when it was first seen.</summary>
internal sealed record StoryStep(string Stage, TimeSpan At);

/// <summary>Shows a task while it runs.</summary>
internal interface IStoryDisplay
{
    /// <summary>Runs <paramref name="watch"/>, which reports each look with whether something moved.</summary>
    Task ShowAsync(Story story, Func<Action<bool>, Task> watch);
}

/// <summary>One line for each move: for files, pipes and terminals without colours.</summary>
internal sealed class PlainDisplay(TextWriter output) : IStoryDisplay
{
    public Task ShowAsync(Story story, Func<Action<bool>, Task> watch) => watch(moved =>
    {
        if (moved && story.Task is { } task) output.WriteLine(Line(story.Elapsed, task));
    });

    private static string Line(TimeSpan elapsed, TaskView task)
    {
        var by = task.WokenBy is null ? "" : $" (by {task.WokenBy})";
        return FormattableString.Invariant($"{elapsed.TotalSeconds,7:0.0} s  {task.Progress,3} %  {task.Stage ?? task.Status}{by}");
    }
}

/// <summary>The stages with a bar below, redrawn in place.</summary>
internal sealed class StagesDisplay(IAnsiConsole console) : IStoryDisplay
{
    private const int BarWidth = 30;

    public Task ShowAsync(Story story, Func<Action<bool>, Task> watch) =>
        console.Live(Render(story)).StartAsync(live => watch(_ => live.UpdateTarget(Render(story))));

    private static Rows Render(Story story)
    {
        var lines = story.Steps
            .Select((step, i) => Line(step, isLast: i == story.Steps.Count - 1, story.Task!))
            .Append(new Markup(Bar(story)));
        return new Rows(lines);
    }

    private static Markup Line(StoryStep step, bool isLast, TaskView task)
    {
        var mark = !isLast || task.IsCompleted ? "[green]\u2713[/]" : task.IsOver ? "[red]\u2717[/]" : "[yellow]\u25cf[/]";
        var name = isLast && task.IsOver ? task.Status : step.Stage;
        return new Markup($" {mark} {Markup.Escape(name),-12} [grey]{Seconds(step.At)}[/]");
    }

    private static string Bar(Story story)
    {
        var percent = Math.Clamp(story.Task?.Progress ?? 0, 0, 100);
        var (full, bar) = (percent * BarWidth / 100, new string('\u2501', BarWidth));
        var by = story.Task?.WokenBy is { } woken ? $"  woken by [aqua]{Markup.Escape(woken)}[/]" : "";
        return $" [green]{bar[..full]}[/][grey]{bar[full..]}[/] {percent,3} %  {Seconds(story.Elapsed)}{by}";
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds,6:0.0} s");
}
