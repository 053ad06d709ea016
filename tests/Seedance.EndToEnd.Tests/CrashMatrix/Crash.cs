namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>One generation during which the app is killed at one point and started again.</summary>
internal sealed class Crash(OwnApp app, Ask ask, CallbackListener caller) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public Ask Ask => ask;

    public static async Task<Crash> PrepareAsync(OwnApp app, string provider, params string[] faults)
    {
        var caller = await CallbackListener.StartAsync();
        return new Crash(app, Ask.With(provider, faults) with { CallbackUrl = caller.Url }, caller);
    }

    /// <returns>The task's id, which the caller may not have got.</returns>
    public async Task<string> RunAsync(KillPoint point, KillPoint? again = null)
    {
        app.KillAt(point);
        try
        {
            var created = await app.Service.PostAsync(ask.Body.ToJsonString());
            Assert.True(created.Status == HttpStatusCode.OK, $"{created.Status} {created.Body}");
        }
        catch (HttpRequestException)
        {
            // The app died before it could respond.
        }
        await app.KillSwitch.Killed.WaitAsync(Limit);
        if (again is not null)
        {
            app.KillAt(again);
            await app.RestartAsync();
            await app.KillSwitch.Killed.WaitAsync(Limit);
        }
        await app.RestartAsync();
        var creation = app.KillSwitch.CarriedOut.Last(seen => CrashPoints.IsCreation(seen.Request));
        return Regex.Match(creation.Request.Body, @"task-\d{10}-[0-9a-z]{16}").Value;
    }

    public async Task ProviderFinishesAsync()
        => app.Service.Simulator.GetTask((await app.Service.Simulator.PaidSubmitSeenAsync(ask)).TaskId!).Complete();

    public async Task AssertCompletedAsync(string id)
    {
        var task = await app.Service.CompletedAsync(id);
        await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        Assert.Equal(1, app.BlobsOf(id));
        await Invariants.AssertToldAsync(caller, task);
    }

    public async Task AssertUnknownAsync(string id, int paid)
    {
        var task = await app.Service.FailedAsync(id, "submit_outcome_unknown");
        var submits = await app.Service.Simulator.SubmitsAsync(ask);
        Assert.InRange(submits.Count, paid, 1);
        Assert.Equal(paid, submits.Count(submit => submit.Created));
        Assert.Equal(0, app.BlobsOf(id));
        await Invariants.AssertToldAsync(caller, task);
    }

    public ValueTask DisposeAsync() => caller.DisposeAsync();
}
