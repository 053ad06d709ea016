using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>A budget that does not allow a request.</summary>
/// <param name="DailyCredits">The client's budget of a UTC day.</param>
/// <param name="CreditsLeft">What is left of it; absent when the price is unknown.</param>
/// <param name="CreditsNeeded">What the request would set aside; absent when the price is unknown.</param>
/// <param name="ResetsAt">When the next day's budget begins, in Unix seconds.</param>
public sealed record BudgetResponse(decimal DailyCredits, decimal? CreditsLeft, decimal? CreditsNeeded, long ResetsAt)
{
    internal static BudgetResponse Of(BudgetRefusal refusal)
        => new(refusal.DailyCredits, refusal.CreditsLeft, refusal.CreditsNeeded, refusal.ResetsAt.ToUnixTimeSeconds());
}
