namespace Seedance.Functions.Contracts;

/// <summary>How many tasks of a batch are in which state.</summary>
/// <param name="Pending">Not begun.</param>
/// <param name="Processing">Under way.</param>
/// <param name="Completed">With a stored video.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Cancelled">Cancelled.</param>
public sealed record BatchCounts(int Pending, int Processing, int Completed, int Failed, int Cancelled);
