namespace Seedance.Functions.Storage;

/// <summary>The newest round of attempts of a task, as far as the table shows it.</summary>
/// <param name="Number">Its number; 0 also when the table shows nothing.</param>
/// <param name="Attempts">The number of its last attempt; 0 as long as it was only claimed.</param>
public sealed record DeliveryRound(int Number, int Attempts);
