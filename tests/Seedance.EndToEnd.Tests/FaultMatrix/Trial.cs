namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>A generation during which these things go wrong, and how it must end.</summary>
/// <param name="Provider">Who generates.</param>
/// <param name="Faults">What goes wrong, in the simulator's notation.</param>
/// <param name="Ending"><c>completed</c>, <c>cancelled</c>, or the code of the failure.</param>
/// <param name="Paid">How many tasks the provider creates.</param>
internal sealed record Trial(string Provider, IReadOnlyList<string> Faults, string Ending, int Paid)
{
    public override string ToString() => $"{Provider} [{string.Join(", ", Faults)}]";
}
