using System.Buffers.Binary;

namespace Seedance.Functions.Tests.Uploads;

/// <summary>The function that uploads come in by, as the queue calls it.</summary>
internal sealed class UploadDoor(bool measures = false)
{
    public const string Prompt = "A fox";
    public const string Error = "seedance_error";

    public FakeService Service { get; } = new(measures: measures, container: "uploads");

    public ObservedBlobs Blobs => Service.Blobs;

    public FakeOrchestrations Orchestrations { get; } = new();

    public static RequestFailedException Busy => new(503, "busy");

    public static byte[] Png(int width = 640, int height = 480)
    {
        var picture = new byte[33];
        byte[] begin = [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8];
        begin.CopyTo(picture, 0);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), height);
        (picture[24], picture[25]) = (8, 6);
        return picture;
    }

    /// <summary>Uploads a picture, with a prompt unless there is other metadata, and delivers its event.</summary>
    public Task UploadAsync(string name, params (string Name, string Value)[] metadata)
        => UploadAsync(name, Png(), metadata.Length == 0 ? [("prompt", Prompt)] : metadata);

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

    /// <summary>One queue message.</summary>
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

    /// <summary>The client's only record.</summary>
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
