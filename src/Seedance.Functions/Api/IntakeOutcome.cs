using Seedance.Functions.Budgets;
using Seedance.Functions.Tasks;
using Seedance.Requests;

namespace Seedance.Functions.Api;

/// <summary>What came of a create request; each front door says it in its vendor's words.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>The task exists and its generation is under way, or done.</summary>
    /// <param name="Record">The task.</param>
    /// <param name="Warnings">Remarks on the request that did not stop it.</param>
    /// <param name="Replayed">True when an earlier request with the same idempotency key began it.</param>
    public sealed record Accepted(TaskRecord Record, IReadOnlyList<string> Warnings, bool Replayed) : IntakeOutcome
    {
        /// <summary>The header that tells a replay; its value is <c>true</c>.</summary>
        public const string ReplayedHeader = "Idempotency-Replayed";
    }

    /// <summary>No valid key: 401.</summary>
    public sealed record Unauthorized : IntakeOutcome;

    /// <summary>The body holds more than <see cref="RequestBody.MaxBytes"/>: 413.</summary>
    public sealed record TooLarge : IntakeOutcome;

    /// <summary>The request is not valid: 400.</summary>
    /// <param name="Violations">Every reason, at least one.</param>
    public sealed record Refused(IReadOnlyList<RequestViolation> Violations) : IntakeOutcome;

    /// <summary>The provider that would serve it has no API key here: 503.</summary>
    /// <param name="Provider">The provider.</param>
    public sealed record ProviderNotConfigured(string Provider) : IntakeOutcome;

    /// <summary>The client's budget does not allow it: 402.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record OverBudget(BudgetRefusal Refusal) : IntakeOutcome;

    /// <summary>The idempotency key was used for a different request: 422.</summary>
    public sealed record KeyConflict : IntakeOutcome;
}
