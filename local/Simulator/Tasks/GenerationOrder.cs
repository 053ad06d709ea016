namespace Seedance.Simulator.Tasks;

/// <summary>A valid request, priced.</summary>
internal sealed record GenerationOrder(
    string Model, string Prompt, int Seconds, decimal CreditsReserved, decimal CreditsUsed, string? CallbackUrl);
