namespace Seedance.Emulator.Tests.Tables;

public enum Stage
{
    Waiting,
    Storing,
    Done,
}
