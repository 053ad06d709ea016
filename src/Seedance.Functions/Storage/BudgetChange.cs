using Seedance.Functions.Activities;

namespace Seedance.Functions.Storage;

/// <summary>A change of one day's budget: rows of tasks, and by how much the total moves. It is made once and whole, or not at all.</summary>
/// <param name="Rows">What is done to the rows of tasks; at most 99 actions.</param>
/// <param name="Credits">What comes to the total; negative to give back.</param>
/// <param name="Limit">What the total must not pass; null when it is not asked for more, or was spent already.</param>
internal sealed record BudgetChange(IReadOnlyList<TableTransactionAction> Rows, decimal Credits, decimal? Limit)
{
    private readonly TaskCompletionSource<BudgetChangeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came of it.</summary>
    public Task<BudgetChangeOutcome> Outcome => _outcome.Task;

    public bool FitsInto(decimal total) => Limit is not { } limit || total + Credits <= limit;

    public void Complete(BudgetChangeResult result, decimal total) => _outcome.TrySetResult(new(result, total));

    public void Fail(Exception failure) => _outcome.TrySetException(failure);
}
