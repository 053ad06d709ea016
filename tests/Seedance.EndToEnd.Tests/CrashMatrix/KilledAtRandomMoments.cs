using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// Three generations at once, and the app killed several times around requests that the seed chooses, while it starts included.
/// SEEDANCE_E2E_SEED, a number, shifts the seeds of all runs.
/// </summary>
public sealed class KilledAtRandomMoments(AppOnWires fixture) : IClassFixture<AppOnWires>
{
    private const int LatestRequest = 80;

    private static readonly int Runs = OwnApps.LongTestsRun ? 10 : 5;
    private static readonly int Shift = int.TryParse(Environment.GetEnvironmentVariable("SEEDANCE_E2E_SEED"), out var shift) ? shift : 0;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Shift + 1, Runs)];

    [OwnAppTheory]
    [MemberData(nameof(Seeds))]
    public async Task Everything_is_paid_once_at_the_most_and_ends(int seed)
    {
        var random = new Random(seed);
        await using var caller = await CallbackListener.StartAsync();
        var generations = new[] { Ask.EvoLink, Ask.SeedanceApi, Ask.EvoLink }
            .Select(provider => new Survivor(fixture.App, Ask.With(provider, "size bytes=5000000") with { CallbackUrl = caller.Url }, caller))
            .ToList();

        fixture.App.KillAt(Anywhere(random));
        await Task.WhenAll(generations.Select(generation => generation.AskAsync()));
        for (var kills = random.Next(2, 5); kills > 1; kills--)
        {
            await Task.WhenAny(fixture.App.KillSwitch.Struck, UntilAsync(generations, generation => generation.HasEndedAsync()));
            fixture.App.KillAt(Anywhere(random));
            await fixture.App.EnsureRunningAsync();
        }
        await Task.WhenAny(fixture.App.KillSwitch.Struck, UntilAsync(generations, generation => generation.HasEndedAsync()));
        fixture.App.KillSwitch.Disarm();
        await fixture.App.EnsureRunningAsync();

        await Eventually.ReadAsync("That all generations end", () => BringToAnEndAsync(generations), open => open.Length == 0);
        foreach (var generation in generations) await generation.AssertWellAsync();
    }

    private static KillPoint Anywhere(Random random)
    {
        var number = random.Next(1, LatestRequest);
        var moment = random.Next(2) == 0 ? Moment.Before : Moment.After;
        return new KillPoint($"{moment} request {number}", moment, _ => true, number);
    }

    private async Task<string> BringToAnEndAsync(IReadOnlyList<Survivor> generations)
    {
        await fixture.App.SweepAsync();
        var open = new List<TaskView>();
        foreach (var generation in generations)
        {
            if (await generation.BringToAnEndAsync() is { } task) open.Add(task);
        }
        return string.Join(Environment.NewLine, open);
    }

    private static async Task UntilAsync(IReadOnlyList<Survivor> generations, Func<Survivor, Task<bool>> ended)
        => await Eventually.ReadAsync(
            "That all end or the app is killed", async () => (await Task.WhenAll(generations.Select(ended))).All(one => one), all => all);
}
