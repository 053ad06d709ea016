namespace Seedance.Functions.Tests.Doubles;

/// <summary>Waits for what happens beside a test.</summary>
internal static class Condition
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition()) await Task.Delay(5, limit.Token);
    }
}
