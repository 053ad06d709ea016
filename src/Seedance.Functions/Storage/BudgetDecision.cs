namespace Seedance.Functions.Storage;

/// <summary>Whether a client's budget allows what was asked for.</summary>
public abstract record BudgetDecision
{
    private BudgetDecision()
    {
    }

    /// <summary>It does.</summary>
    /// <param name="Day">The UTC day whose budget holds the credits; null when the client has no budget.</param>
    public sealed record Granted(DateOnly? Day) : BudgetDecision;

    /// <summary>It does not, and nothing was set aside.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(BudgetRefusal Refusal) : BudgetDecision;
}
