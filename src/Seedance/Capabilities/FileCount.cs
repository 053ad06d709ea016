namespace Seedance.Capabilities;

/// <summary>How many files of one kind a model takes.</summary>
/// <param name="Min">The fewest.</param>
/// <param name="Max">The most; 0 where the kind is not supported at all.</param>
public readonly record struct FileCount(int Min, int Max);
