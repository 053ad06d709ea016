namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>
/// Three generations at once, and the app killed several times around requests that the seed chooses, while it starts included.
/// SEEDANCE_E2E_SEED, a number, shifts the seeds of all runs.
/// </summary>
public sealed class KilledAtRandomMoments(AppOnWires fixture) : IClassFixture<AppOnWires>
{
    private const int LatestRequest = 80;

    private static readonly int Runs = RunningElsewhere.LongTestsRun ? 10 : 5;
    private static readonly int Shift = int.TryParse(Environment.GetEnvironmentVariable("SEEDANCE_E2E_SEED"), out var shift) ? shift : 0;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Shift + 1, Runs)];

    [OwnAppTheory]
    [MemberData(nameof(Seeds))]
    public async Task Everything_ends_and_is_paid_at_most_once(int seed)
    {
        var (app, random) = (fixture.App, new Random(seed));
        await using var caller = await CallbackListener.StartAsync();
        var generations = new[] { Ask.EvoLink, Ask.SeedanceApi, Ask.EvoLink }
            .Select(provider => Ask.With(provider, "size bytes=5000000") with { CallbackUrl = caller.Url })
            .Select(ask => new Survivor(app, ask, caller)).ToList();

        app.KillAt(Anywhere(random));
        var creating = Task.WhenAll(generations.Select(generation => generation.CreateAsync()));
        for (var kills = random.Next(2, 5); kills > 0; kills--)
        {
            await Task.WhenAny(app.KillSwitch.Killed, AllEndAsync());
            if (kills > 1) app.KillAt(Anywhere(random));
            else app.KillSwitch.Disarm();
            await app.EnsureRunningAsync();
        }
        await creating;
        await Eventually.ReadAsync("That all generations end", async () =>
        {
            await app.SweepAsync();
            return await Task.WhenAll(generations.Select(generation => generation.BringToAnEndAsync()));
        }, tasks => tasks.All(task => task.HasEnded));

        foreach (var generation in generations) await generation.AssertWellAsync();

        async Task AllEndAsync() => await Eventually.ReadAsync(
            "That all end or the app is killed",
            () => Task.WhenAll(generations.Select(each => each.HasEndedAsync())),
            ended => ended.All(one => one));
    }

    private static KillPoint Anywhere(Random random)
    {
        var number = random.Next(1, LatestRequest);
        var moment = random.Next(2) == 0 ? Moment.Before : Moment.After;
        return new KillPoint($"{moment} request {number}", moment, _ => true, number);
    }
}

/// <summary>A generation that outlives any number of kills of its app.</summary>
internal sealed class Survivor(OwnApp app, Ask ask, CallbackListener caller)
{
    // It may still be on its way for so long; a cancel that comes too early does no harm.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private string? _id;
    private long? _settlingSince;

    /// <summary>Creates as a careful client does: under a key, and again when the app died before it could respond.</summary>
    public async Task CreateAsync()
    {
        while (_id is null)
        {
            try
            {
                _id = await app.Service.CreateAsync(ask);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    public async Task<bool> HasEndedAsync()
    {
        try
        {
            return _id is not null && (await app.Service.TaskAsync(_id)).HasEnded;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>
    /// Helps along what only a webhook settles that may have come to a dead app: a submit killed without a key, or killed again
    /// while it was replayed under its key, which is done once.
    /// </summary>
    public async Task<TaskView> BringToAnEndAsync()
    {
        var task = await app.Service.TaskAsync(_id!);
        if (task is not { HasEnded: false, ProviderTaskId: null, Stage: "submitting" or "settling" }) return task;

        _settlingSince ??= TimeProvider.System.GetTimestamp();
        if ((await app.Service.Simulator.TasksAsync(ask.Token)) is [var paid, ..])
            await app.Service.Simulator.SendCallbackAsync(paid, paid.State);
        else if (TimeProvider.System.GetElapsedTime(_settlingSince.Value) > Patience)
            await app.Service.CancelAsync(task.Id);
        return task;
    }

    public async Task AssertWellAsync()
    {
        var paid = (await app.Service.Simulator.SubmitsAsync(ask)).Count(submit => submit.Created);
        var task = await app.Service.TaskAsync(_id!);
        await Invariants.AssertToldAsync(caller, task);
        if (task.Status == "cancelled")
        {
            Assert.InRange(paid, 0, 1);
            if (paid == 1) await app.Service.UntilAsync(task.Id, "keeps the video that was paid", seen => seen.Video is not null);
        }
        else
        {
            Assert.True(task.Status == "completed", task.ToString());
            await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        }
        Assert.Equal(paid, app.BlobsOf(task.Id));
    }
}
