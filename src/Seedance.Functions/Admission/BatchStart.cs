using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>What came of a batch's start.</summary>
public abstract record BatchStart
{
    private BatchStart()
    {
    }

    /// <summary>This request began the batch.</summary>
    /// <param name="Batch">The batch.</param>
    /// <param name="Tasks">Its tasks as they begin.</param>
    public sealed record Begun(BatchRecord Batch, IReadOnlyList<TaskRecord> Tasks) : BatchStart;

    /// <summary>Another request with the same idempotency key has begun it.</summary>
    /// <param name="Batch">The batch.</param>
    public sealed record Replayed(BatchRecord Batch) : BatchStart;

    /// <summary>The idempotency key was used for something else.</summary>
    public sealed record Conflict : BatchStart;

    /// <summary>The client's budget does not allow all of it; nothing was recorded.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record OverBudget(BudgetRefusal Refusal) : BatchStart;
}
