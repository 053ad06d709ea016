using Seedance.Functions.Storage;

namespace Seedance.Functions.Admission;

/// <summary>What came of a start.</summary>
public abstract record GenerationStart
{
    private GenerationStart()
    {
    }

    /// <summary>This request began the task.</summary>
    /// <param name="Record">The task as it begins.</param>
    public sealed record Begun(TaskRecord Record) : GenerationStart;

    /// <summary>Another request with the same idempotency key has begun it.</summary>
    /// <param name="Record">The task as it is now.</param>
    public sealed record Replayed(TaskRecord Record) : GenerationStart;

    /// <summary>The idempotency key was used for a different request.</summary>
    public sealed record Conflict : GenerationStart;

    /// <summary>The client's budget does not allow it; nothing was recorded.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record OverBudget(BudgetRefusal Refusal) : GenerationStart;
}
