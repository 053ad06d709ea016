using Microsoft.Extensions.DependencyInjection;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Uploads;

/// <summary>The function that uploads come in by, over storage in memory, as the queue calls it.</summary>
internal sealed class UploadDoor
{
    public const string Prompt = "A fox";

    private readonly ServiceProvider _services;

    public UploadDoor(SeedanceOptions? options = null)
    {
        Service = new FakeService(options);
        Blobs = new ObservedBlobs(Service.Account, Service.Options.Uploads.Container);
        _services = new Wiring(Service.Options, Service.Time, Service.Tables, Blobs, Service.Web, Service.Provider).Build([Service.Metrics]);
    }

    public FakeService Service { get; }

    public ObservedBlobs Blobs { get; }

    public FakeOrchestrations Orchestrations { get; } = new();

    public LinesOf<ReceiveUpload> Lines { get; } = new();

    public UploadContainer Container => _services.GetRequiredService<UploadContainer>();

    public UploadedMedia Media => _services.GetRequiredService<UploadedMedia>();

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

    /// <summary>Uploads a picture with a prompt and delivers its event.</summary>
    public Task UploadAsync(string name, params (string Name, string Value)[] metadata)
        => UploadAsync(name, Png(), metadata.Length == 0 ? [("prompt", Prompt)] : metadata);

    public async Task UploadAsync(string name, byte[] content, params (string Name, string Value)[] metadata)
        => await DeliverAsync(EventOf(name, Blobs.Put(name, content, metadata)));

    public Task UploadJsonAsync(string name, string json) => UploadAsync(name, Encoding.UTF8.GetBytes(json));

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
    {
        return ActivatorUtilities.CreateInstance<ReceiveUpload>(_services, Lines).RunAsync(message, Orchestrations.Client, CancellationToken.None);
    }

    /// <summary>Every record of the client, newest first.</summary>
    public async Task<IReadOnlyList<TaskRecord>> ListAsync()
        => (await _services.GetRequiredService<TaskListing>().ReadAsync(Samples.Client, new TaskQuery(100), CancellationToken.None)).Records;

    /// <summary>The client's only record.</summary>
    public async Task<TaskRecord> OnlyAsync() => await Service.ReadAsync(Assert.Single(await ListAsync()));

    /// <summary>The client's only record, which is a refusal; its reason.</summary>
    public async Task<string> OnlyRefusalAsync()
    {
        var record = await OnlyAsync();
        Assert.Equal(TaskState.Failed, record.State);
        Assert.Equal(FailureCodes.UploadRefused, record.Failure?.Code);
        Assert.Empty(Orchestrations.Scheduled);
        return record.Failure!.Message;
    }

    /// <summary>Nothing came of it, and the log says why.</summary>
    public async Task AssertNothingAsync(string reason)
    {
        Assert.Empty(await ListAsync());
        Assert.Empty(Orchestrations.Scheduled);
        Assert.Contains(Lines.All, line => line.Contains(reason, StringComparison.Ordinal));
    }

    internal sealed class LinesOf<T> : ILogger<T>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (All) All.Add(formatter(state, exception));
        }
    }
}
