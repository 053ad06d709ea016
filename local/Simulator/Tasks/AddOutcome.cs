namespace Seedance.Simulator.Tasks;

internal enum AddOutcome
{
    Added,
    KeyTaken,
    InsufficientCredits,
}
