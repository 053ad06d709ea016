using System.Net;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;
using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Uploads;

public sealed class StorageLostDuringUploads
{
    [OwnAppFact]
    public async Task While_storage_is_away_events_are_asked_for_again()
    {
        await using var app = await WiredApp.StartAsync("uploads-storage", webhooks: false, settleMinutes: 60, onDisk: true);
        var folder = await UploadFolder.OpenAsync(app.Service, app.Storage);
        var created = BlobCreated.EventGridEvent(await folder.PutPictureAsync());

        await app.StopStorageAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, await EventGridEndpoint.DeliverAsync(app.Service.BaseUrl, created));
        await app.StartStorageAsync();
        await Eventually.ReadAsync(
            "That the event is taken",
            () => EventGridEndpoint.DeliverAsync(app.Service.BaseUrl, created),
            status => status == HttpStatusCode.Accepted);

        await folder.OnlyVideoAsync();
    }
}
