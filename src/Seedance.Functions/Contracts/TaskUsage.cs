using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>EvoLink's <c>usage</c>.</summary>
/// <param name="BillingRule">How the provider bills; this service passes on <c>per_second</c>.</param>
/// <param name="CreditsReserved">Credits the provider reserved at the submit.</param>
/// <param name="CreditsUsed">Credits the provider charged in the end.</param>
/// <param name="UserGroup">Always <c>default</c>.</param>
public sealed record TaskUsage(string BillingRule, decimal? CreditsReserved, decimal? CreditsUsed, string UserGroup)
{
    /// <summary>Credits the task was expected to cost when it was accepted; absent where that was a range or unknown.</summary>
    public decimal? EstimatedCredits { get; init; }

    /// <summary>The least it was expected to cost, where that was a range.</summary>
    public decimal? EstimatedCreditsFrom { get; init; }

    /// <summary>The most it was expected to cost, where that was a range with a known end.</summary>
    public decimal? EstimatedCreditsTo { get; init; }

    /// <summary>Id of the price table of the estimate.</summary>
    public string? PricingVersion { get; init; }

    internal static TaskUsage Of(TaskRecord record)
    {
        var range = record.Estimate is { Credits: null } open ? open : null;
        return new TaskUsage("per_second", record.CreditsReserved, record.CreditsCharged, "default")
        {
            EstimatedCredits = record.Estimate?.Credits,
            EstimatedCreditsFrom = range?.From,
            EstimatedCreditsTo = range?.To,
            PricingVersion = record.Estimate?.PricingVersion,
        };
    }
}
