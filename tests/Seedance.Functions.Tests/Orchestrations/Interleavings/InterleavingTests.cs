using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Seedance.Functions.Tests.Orchestrations.Interleavings;

/// <summary>
/// Whatever happens in whatever order, a generation keeps its promises. A build tries the same interleavings every time;
/// SEEDANCE_INTERLEAVINGS=20000 tries so many new ones, and SEEDANCE_INTERLEAVING_SEED=1,2, with the two numbers that a failure
/// reports, begins with the one that failed.
/// </summary>
public sealed class InterleavingTests
{
    private const int InEveryBuild = 300;
    private const int Size = 50;
    private const string SeedOfBuilds = "1,3";

    [Fact]
    public void Whatever_happens_it_is_paid_once_and_nothing_paid_for_is_lost()
    {
        var wanted = Environment.GetEnvironmentVariable("SEEDANCE_INTERLEAVINGS");
        var count = wanted is null ? InEveryBuild : int.Parse(wanted, CultureInfo.InvariantCulture);
        var seed = Environment.GetEnvironmentVariable("SEEDANCE_INTERLEAVING_SEED") ?? (wanted is null ? SeedOfBuilds : null);
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(Size).WithEndSize(Size);
        if (seed is not null) config = config.WithReplay(ReplayOf(seed));
        Check.One(config, Prop.ForAll(InterleavingGenerator.Interleavings, story => Hold(story)));
    }

    private static void Hold(Interleaving story) => Task.Run(() => InterleavingRun.HoldAsync(story)).GetAwaiter().GetResult();

    private static FSharpOption<Replay> ReplayOf(string seed)
    {
        var numbers = seed.Split(',').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new Replay(new Rnd(numbers[0], numbers[1]), FSharpOption<int>.None);
    }
}
