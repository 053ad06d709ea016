namespace Seedance.Functions.Orchestrations;

/// <summary>What <see cref="GenerateBatch"/> starts from.</summary>
/// <param name="Concurrency">How many generations may be under way at once, at least 1.</param>
/// <param name="Generations">What each generation starts from.</param>
public sealed record BatchInput(int Concurrency, IReadOnlyList<GenerationInput> Generations);
