namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>
/// The app is killed while it handles an event: its message stays in the queue, where the host finds it again ten minutes later.
/// Another message of the same event does not wait for that, and there is one video, paid once.
/// </summary>
public sealed class KilledDuringUploads(AppOnWires fixture) : IClassFixture<AppOnWires>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // What follows the record is the same for an upload as for a request, whose kills are tested at each moment.
    private static readonly KillPoint[] Points =
    [
        new("BeforeThePictureIsRead", Moment.Before, UploadFolder.IsRead),
        new("BeforeTheRecord", Moment.Before, CrashPoints.IsCreation),
        CrashPoints.BetweenRecordAndOrchestration,
    ];

    public static TheoryData<string> Names => CrashPoints.NamesOf(Points);

    [OwnAppTheory]
    [MemberData(nameof(Names))]
    public async Task Killed_and_delivered_again(string point)
    {
        var folder = await UploadFolder.OpenAsync(fixture.App.Service, fixture.App.Storage);
        var created = BlobCreated.EventGridEvent(await folder.PutPictureAsync());

        fixture.App.KillAt(Points.Single(named => named.Name == point));
        var taken = await folder.Queue.SendAsync(created);
        await fixture.App.KillSwitch.Killed.WaitAsync(Limit);
        await fixture.App.RestartAsync();
        await folder.DeliverAsync(created);
        await folder.DeliverAsync(created);

        // A record without a workflow is found by the timer, which need not be waited for.
        await Eventually.ReadAsync("That somebody works on it", async () =>
        {
            await fixture.App.SweepAsync();
            return await folder.OnlyTaskAsync();
        }, task => task.Stage != "queued");
        var (task, _) = await folder.OnlyVideoAsync();
        await Invariants.AssertPaidAndStoredAsync(fixture.App.Service, folder.Ask, task);
        Assert.Equal(1, fixture.App.BlobsOf(task.Id));
        Assert.False(await taken.HasLeftAsync(), "The message was lost with the app.");
    }
}
