namespace Seedance.Emulator.Tests.ApiComparison;

public static class SampleExtensions
{
    public static T First<T>(this Sample<T> sample, Func<T, bool>? predicate = null) => sample[0].First(predicate ?? (_ => true));
}
