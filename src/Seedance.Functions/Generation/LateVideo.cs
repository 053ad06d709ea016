using Seedance.Functions.Tasks;

namespace Seedance.Functions.Generation;

/// <summary>A video that came although its task had been cancelled.</summary>
/// <param name="Task">The task.</param>
/// <param name="Video">Where it lies.</param>
public sealed record LateVideo(TaskReference Task, StoredVideo Video);
