namespace Seedance.Benchmarks.Copying;

/// <summary>The peak of this process's memory above what it had before, in MB: all that is resident, and what of it is managed.</summary>
internal static class CopyMemory
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<(double Resident, double Managed)> OfAsync(Func<Task> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var managedBefore = GC.GetTotalMemory(forceFullCollection: true);
        var managed = managedBefore;
        await using var timer = new Timer(_ => managed = Math.Max(managed, GC.GetTotalMemory(forceFullCollection: false)), null, Look, Look);
        var before = PeakMemory.Restart();
        await work();
        return (PeakMemory.Megabytes(Environment.ProcessId) - before, (managed - managedBefore) / 1048576.0);
    }
}
