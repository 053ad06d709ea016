using System.Globalization;
using Spectre.Console;

namespace Seedance.Demo;

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
        var full = percent * BarWidth / 100;
        var by = story.Task?.WokenBy is { } woken ? $"  woken by [aqua]{Markup.Escape(woken)}[/]" : "";
        return $" [green]{new string('\u2501', full)}[/][grey]{new string('\u2501', BarWidth - full)}[/] {percent,3} %  {Seconds(story.Elapsed)}{by}";
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds,6:0.0} s");
}
