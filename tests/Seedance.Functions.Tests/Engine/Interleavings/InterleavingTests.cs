using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>
/// Whatever happens in whatever order, a generation keeps its promises. SEEDANCE_INTERLEAVINGS says how many are tried, and
/// SEEDANCE_INTERLEAVING_SEED, two numbers from the report of a failure, begins with that one.
/// </summary>
public sealed class InterleavingTests(ITestOutputHelper output)
{
    private const int InEveryBuild = 300;

    [Fact]
    public void Whatever_happens_it_is_paid_once_and_nothing_paid_for_is_lost()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SEEDANCE_INTERLEAVINGS"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : InEveryBuild;
        var watch = Stopwatch.StartNew();
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(50).WithEndSize(50).WithReplay(Seed());
        Check.One(config, Prop.ForAll(InterleavingGenerator.Interleavings, story => Hold(story)));
        output.WriteLine($"{count} interleavings in {watch.Elapsed}.");
    }

    private static void Hold(Interleaving story) => Task.Run(() => InterleavingRun.HoldAsync(story)).GetAwaiter().GetResult();

    private static FSharpOption<Replay> Seed()
    {
        var numbers = Environment.GetEnvironmentVariable("SEEDANCE_INTERLEAVING_SEED")?.Split(',');
        return numbers is null
            ? FSharpOption<Replay>.None
            : new Replay(
                new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
                FSharpOption<int>.None);
    }
}
