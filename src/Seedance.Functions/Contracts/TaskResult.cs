namespace Seedance.Functions.Contracts;

/// <summary>The result as the oldest published clients read it.</summary>
/// <param name="VideoUrl">This service's permanent link to the video.</param>
public sealed record TaskResult(string VideoUrl);
