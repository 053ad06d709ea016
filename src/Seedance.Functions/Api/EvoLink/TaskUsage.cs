namespace Seedance.Functions.Api.EvoLink;

/// <summary>EvoLink's <c>usage</c>.</summary>
/// <param name="BillingRule">How the provider bills; this service passes on <c>per_second</c>.</param>
/// <param name="CreditsReserved">Credits the provider reserved at the submit.</param>
/// <param name="CreditsUsed">Credits the provider charged in the end.</param>
/// <param name="UserGroup">Always <c>default</c>.</param>
public sealed record TaskUsage(string BillingRule, decimal? CreditsReserved, decimal? CreditsUsed, string UserGroup);
