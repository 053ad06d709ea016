namespace Seedance.Functions.Storage;

/// <summary>What came of a change.</summary>
/// <param name="Result">Whether it was made.</param>
/// <param name="Total">The day's total afterwards; not known when a row had changed.</param>
internal sealed record BudgetChangeOutcome(BudgetChangeResult Result, decimal Total);
