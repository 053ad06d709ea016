using Seedance.Tests.Requests;

namespace Seedance.Functions.Tests.Uploads;

internal sealed class UploadDoor(bool measures = false)
{
    public const string Prompt = "A fox";
    public const string Error = "seedance_error";

    public static readonly byte[] Picture = Pictures.Png(640, 480);

    public FakeService Service { get; } = new(measures: measures, container: "uploads");

    public ObservedBlobs Blobs => Service.Blobs;

    public FakeOrchestrations Orchestrations { get; } = new();

    public static RequestFailedException Busy => new(503, "busy");

    /// <summary>Uploads a picture, with a prompt unless there is other metadata, and delivers its event.</summary>
    public Task UploadAsync(string name, params (string Name, string Value)[] metadata)
        => UploadAsync(name, Picture, metadata.Length == 0 ? [("prompt", Prompt)] : metadata);

    public Task UploadAsync(string name, byte[] content, params (string Name, string Value)[] metadata)
        => DeliverAsync(name, Blobs.Put(name, content, metadata));

    public Task UploadAsync(string name, string json) => UploadAsync(name, Encoding.UTF8.GetBytes(json));

    public void Put(string name, string json) => Blobs.Put(name, Encoding.UTF8.GetBytes(json));

    public static string EventOf(string name, string etag) => JsonSerializer.Serialize(new
    {
        id = "1",
        topic = "/subscriptions/1/storageAccounts/account",
        subject = $"/blobServices/default/containers/uploads/blobs/{name}",
        eventType = "Microsoft.Storage.BlobCreated",
        eventTime = "2026-11-20T09:15:00.0000000Z",
        dataVersion = "",
        metadataVersion = "1",
        data = new { api = "PutBlob", eTag = etag, url = $"{ObservedBlobs.Account}/uploads/{name}" },
    });

    public Task DeliverAsync(string name, string etag) => DeliverAsync(EventOf(name, etag));

    public Task DeliverAsync(string message)
        => Service.Create<ReceiveUpload>().RunAsync(message, Orchestrations.Client, CancellationToken.None);

    /// <summary>One queue message, while something that a test chooses fails; null makes it work again.</summary>
    public async Task DeliverInVainAsync(string message, Action<RequestFailedException?> fail)
    {
        fail(Busy);
        await Assert.ThrowsAsync<RequestFailedException>(() => DeliverAsync(message));
        fail(null);
    }

    public static Func<string, Task> Failing(Exception? failure) => _ => failure is null ? Task.CompletedTask : throw failure;

    /// <summary>Every record of the client, newest first; those of a list in its order.</summary>
    public async Task<IReadOnlyList<TaskRecord>> ListAsync()
    {
        var listed = await Service.Get<TaskListing>().ReadAsync(Samples.Client, new TaskQuery(100), CancellationToken.None);
        return [.. listed.Records.OrderBy(record => record.Upload!.Index)];
    }

    public async Task<TaskRecord> OnlyAsync() => await Service.ReadAsync(Assert.Single(await ListAsync()));

    /// <summary>The client's only record, which is a refusal; its reason.</summary>
    public async Task<string> OnlyRefusalAsync()
    {
        var record = await OnlyAsync();
        Assert.Equal((TaskState.Failed, FailureCodes.UploadRefused), (record.State, record.Failure?.Code));
        Assert.Empty(Orchestrations.Scheduled);
        return record.Failure!.Message;
    }
}
