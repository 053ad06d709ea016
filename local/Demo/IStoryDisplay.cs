namespace Seedance.Demo;

/// <summary>Shows a task while it runs.</summary>
internal interface IStoryDisplay
{
    /// <summary>Runs <paramref name="watch"/>, which reports each look with whether something moved.</summary>
    Task ShowAsync(Story story, Func<Action<bool>, Task> watch);
}
