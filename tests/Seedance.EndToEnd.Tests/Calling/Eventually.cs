namespace Seedance.EndToEnd.Tests.Calling;

internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads until it reads what is wanted; says what it read last when that never comes.</summary>
    public static async Task<T> ReadAsync<T>(string what, Func<Task<T>> read, Func<T, bool> wanted)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await read();
            if (wanted(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"{what} did not come about within {Limit.TotalSeconds:0} s; last seen: {seen}");
            }
            await Task.Delay(Pause);
        }
    }
}
