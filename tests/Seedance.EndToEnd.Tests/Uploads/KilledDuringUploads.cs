namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>
/// The app is killed while it handles an event: its message stays in the queue, where the host finds it again ten minutes later.
/// Another message of the same event does not wait for that, and there is one video, paid once.
/// </summary>
public sealed class KilledDuringUploads(AppOnWires fixture) : IClassFixture<AppOnWires>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly KillPoint[] Points =
    [
        new("BeforeThePictureIsRead", Moment.Before, UploadFolder.IsRead),
        new("BeforeTheRecord", Moment.Before, CrashPoints.IsCreation),
        CrashPoints.BetweenRecordAndOrchestration,
        CrashPoints.AfterTheOrchestration,
        CrashPoints.BeforeTheMarker,
        CrashPoints.AfterTheProviderAccepted,
    ];

    private static readonly KillPoint[] RefusalPoints =
    [
        new("BeforeTheRefusalIsRecorded", Moment.Before, IsRefusal),
        new("AfterTheRefusalIsRecorded", Moment.After, IsRefusal),
        new("AfterTheMetadataIsWritten", Moment.After, request => request.Wire == Wires.Blob && request.Asks("metadata")),
    ];

    // The app is still at the message, and not at what it started.
    private static readonly string[] InHand = ["BeforeThePictureIsRead", "BeforeTheRecord", CrashPoints.BetweenRecordAndOrchestration.Name];

    // What follows the record is the same for an upload as for a request, whose kills are tested at each moment.
    public static TheoryData<string> Names
        => [.. Points.Take(RunningElsewhere.LongTestsRun ? Points.Length : 3).Select(point => point.Name)];

    public static TheoryData<string> RefusalNames
        => [.. RefusalPoints.Take(RunningElsewhere.LongTestsRun ? RefusalPoints.Length : 1).Select(point => point.Name)];

    [OwnAppTheory]
    [MemberData(nameof(Names))]
    public async Task Killed_and_delivered_again(string point)
    {
        var folder = await UploadFolder.OpenAsync(fixture.App.Service, fixture.App.Storage);
        var created = BlobCreated.EventGridEvent(await folder.PutPictureAsync());

        var taken = await KillDuringAsync(Points.Single(named => named.Name == point), folder, created);
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
        if (InHand.Contains(point)) Assert.False(await taken.HasLeftAsync(), "The message was lost with the app.");
    }

    [OwnAppTheory]
    [MemberData(nameof(RefusalNames))]
    public async Task Killed_while_refusing_and_delivered_again(string point)
    {
        var folder = await UploadFolder.OpenAsync(fixture.App.Service, fixture.App.Storage);
        var text = await folder.PutAsync("text.png", "Only text"u8.ToArray(), folder.PromptMetadata);
        var created = BlobCreated.CloudEvent(text);

        var taken = await KillDuringAsync(RefusalPoints.Single(named => named.Name == point), folder, created);
        await folder.DeliverAsync(created);

        await folder.AssertRefusedAsync(text, "UNREADABLE_IMAGE");
        Assert.False(await taken.HasLeftAsync(), "The message was lost with the app.");
    }

    private async Task<QueuedMessage> KillDuringAsync(KillPoint point, UploadFolder folder, JsonNode created)
    {
        fixture.App.KillAt(point);
        var taken = await folder.Queue.SendAsync(created);
        await fixture.App.KillSwitch.Killed.WaitAsync(Limit);
        await fixture.App.RestartAsync();
        return taken;
    }

    private static bool IsRefusal(WireRequest request) => request.WritesTo("/tasks") && request.Contains("\"State\":\"Failed\"");
}
