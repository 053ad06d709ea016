namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>What the app cannot take comes again, and at last lies in the poison queue.</summary>
public sealed class StorageLostDuringUploads
{
    // More than the storage client tries by itself in one call.
    private const int RefusalsOfTwoTries = 6;

    [OwnAppFact]
    public async Task An_event_comes_again_until_its_picture_can_be_read()
    {
        await using var app = await OwnApp.StartAsync("uploads-storage", webhooks: false, onWires: true);
        var folder = await UploadFolder.OpenAsync(app.Service, app.Storage);
        var refusals = RefuseReads(app);
        var message = await folder.Queue.SendAsync(BlobCreated.EventGridEvent(await folder.PutPictureAsync()));
        await Eventually.ReadAsync("That the event came again", () => Task.FromResult(refusals()), count => count >= RefusalsOfTwoTries);
        Assert.False(await message.HasLeftAsync());

        app.KillSwitch.Disarm();

        await UploadFolder.TakenAsync(message);
        await folder.OnlyVideoAsync();
        Assert.Empty(await folder.Queue.PoisonAsync());
    }

    [OwnAppFact]
    public async Task After_its_last_try_an_event_is_poison_and_can_be_sent_back()
    {
        await using var app = await OwnApp.StartAsync(
            "uploads-poison", webhooks: false, onWires: true, more: ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "2"));
        var folder = await UploadFolder.OpenAsync(app.Service, app.Storage);
        RefuseReads(app);
        var created = BlobCreated.CloudEvent(await folder.PutPictureAsync());
        await UploadFolder.TakenAsync(await folder.Queue.SendAsync(created));
        var poison = Assert.Single(await folder.Queue.PoisonAsync());
        Assert.Equal(created.ToJsonString(), poison);
        Assert.Empty(await folder.TasksAsync());

        app.KillSwitch.Disarm();
        await UploadFolder.TakenAsync(await folder.Queue.SendAsync(poison));

        await folder.OnlyVideoAsync();
    }

    /// <summary>From now on the picture cannot be read.</summary>
    /// <returns>How often that was tried.</returns>
    private static Func<int> RefuseReads(OwnApp app)
    {
        var count = 0;
        Refuse();
        return () => Volatile.Read(ref count);

        void Refuse() => app.KillSwitch.Set(new KillPoint("TheRead", Moment.Before, UploadFolder.IsRead), () =>
        {
            Interlocked.Increment(ref count);
            Refuse();
            return Task.CompletedTask;
        });
    }
}
