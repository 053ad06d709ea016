namespace Seedance.Functions.Contracts;

/// <summary>EvoLink's <c>task_info</c>.</summary>
/// <param name="CanCancel">True while the task has not ended.</param>
/// <param name="VideoDuration">Length of the video that was asked for, in seconds; absent where the model chooses it.</param>
public sealed record TaskInfo(bool CanCancel, int? VideoDuration);
