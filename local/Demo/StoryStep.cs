namespace Seedance.Demo;

/// <summary>A stage, and when it was first seen.</summary>
internal sealed record StoryStep(string Stage, TimeSpan At);
