namespace Seedance.EndToEnd.Tests.Uploads;

/// <summary>A folder that one test has to itself, below the folder of a client, and what the app makes of the files in it.</summary>
internal sealed class UploadFolder
{
    private readonly UploadContainer _container;
    private readonly LocalClient _client;

    private UploadFolder(Service service, UploadContainer container, UploadEvents queue, LocalClient client)
    {
        (Service, _container, Queue, _client) = (service, container, queue, client);
        Path = $"{client.Name}/{Ask.Token}";
    }

    public static byte[] Picture { get; } = Pictures.Png(640, 480);

    public Service Service { get; }

    public UploadEvents Queue { get; }

    public string Path { get; }

    /// <summary>Its token, in a prompt, is how the simulator's part of a generation is found.</summary>
    public Ask Ask { get; } = new(Ask.EvoLink);

    public string Prompt => Ask.Body["prompt"]!.GetValue<string>();

    /// <summary>The prompt as metadata carries it.</summary>
    public (string Name, string Value) PromptMetadata => ("prompt", Uri.EscapeDataString(Prompt));

    public static async Task<UploadFolder> OpenAsync(Service service, string storage, LocalClient? client = null)
        => new(service, await UploadContainer.OpenAsync(storage, "uploads"), UploadEvents.Of(storage), client ?? Callers.Alpha);

    public static Task<UploadFolder> OpenAsync(AppThatPolls app, LocalClient? client = null) => OpenAsync(app.Service, app.Storage, client);

    /// <summary>Uploads a file of this folder.</summary>
    public Task<UploadedBlob> PutAsync(string file, byte[] bytes, params (string Name, string Value)[] metadata)
        => _container.PutAsync($"{Path}/{file}", bytes, metadata);

    public Task<UploadedBlob> PutPictureAsync(string file = "picture.png") => PutAsync(file, Picture, PromptMetadata);

    public Task DeleteAsync(UploadedBlob blob) => _container.DeleteAsync(blob.Name);

    public Task<UploadedBlob?> FindAsync(string file) => _container.FindAsync($"{Path}/{file}");

    /// <summary>Puts messages into the queue, and waits until the app has taken each.</summary>
    public async Task DeliverAsync(params JsonNode[] messages)
    {
        foreach (var message in await Task.WhenAll(messages.Select(message => Queue.SendAsync(message)))) await TakenAsync(message);
    }

    public Task DeliverAsync(UploadedBlob blob) => DeliverAsync(BlobCreated.EventGridEvent(blob));

    /// <summary>Whether the app asks for the picture that <see cref="PutPictureAsync"/> puts.</summary>
    public static bool IsRead(WireRequest request) => request is { Wire: Wires.Blob, Method: "GET" or "HEAD" }
        && request.Path.EndsWith("/picture.png", StringComparison.Ordinal);

    /// <summary>Waits until a message has left the queue. What the app fails to take stays there for hours.</summary>
    public static Task TakenAsync(QueuedMessage message)
        => Eventually.ReadAsync("That a message has left the queue", () => message.HasLeftAsync(), left => left);

    /// <summary>The tasks of this folder's files, newest first, as their client lists them.</summary>
    public async Task<IReadOnlyList<TaskView>> TasksAsync()
    {
        var tasks = (await Service.ListAsync("limit=100", _client.Key)).Select(task => task.Deserialize<TaskView>(Response.Json)!);
        return [.. tasks.Where(task => task.Upload?.Blob.StartsWith(Path + "/", StringComparison.Ordinal) == true)];
    }

    /// <summary>All tasks of this folder, once each that was not refused is completed; that each of those was paid once.</summary>
    public async Task<IReadOnlyList<TaskView>> VideosAsync(int count)
    {
        var tasks = await TasksAsync();
        foreach (var task in tasks.Where(task => task.Error is null)) await Service.CompletedAsync(task.Id);
        Assert.Equal(count, tasks.Count(task => task.Error is null));
        Assert.Equal(count, (await Service.Simulator.TasksAsync(Ask.Token)).Count);
        return tasks;
    }

    public async Task<TaskView> OnlyTaskAsync() => Assert.Single(await TasksAsync());

    /// <summary>The only task of this folder, once its video is there; that it was paid once.</summary>
    public async Task<(TaskView Task, SimulatorTask Provider)> OnlyVideoAsync()
    {
        var task = await Service.CompletedAsync((await OnlyTaskAsync()).Id);
        var paid = await Service.Simulator.PaidOnceAsync(Ask);
        Assert.Equal(paid.Id, task.ProviderTaskId);
        return (task, paid);
    }

    /// <summary>That nothing was made of this file: no task, no word in its metadata, nothing at the provider.</summary>
    public async Task AssertIgnoredAsync(UploadedBlob blob)
    {
        Assert.Empty(await TasksAsync());
        Assert.DoesNotContain("seedance_error", (await _container.MetadataAsync(blob.Name))?.Keys ?? []);
        Assert.Empty(await Service.Simulator.SubmitsAsync(Ask));
    }

    /// <summary>That this file, the only one here that became a task, was refused for this reason before anything was paid.</summary>
    public async Task AssertRefusedAsync(UploadedBlob blob, string code)
    {
        var task = await OnlyTaskAsync();
        Assert.Equal(("failed", "upload_refused"), (task.Status, task.Error?.Code));
        Assert.Contains(code, task.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(blob.Name, task.Upload!.Blob);
        Assert.Equal(blob.ETag, task.Upload.Etag);
        Assert.Equal(task.Error, (await Service.GetAsync($"v1/tasks/{task.Id}", _client.Key)).Task.Error);
        await AssertToldInMetadataAsync(blob, code);
        Assert.Empty(await Service.Simulator.SubmitsAsync(Ask));
    }

    public async Task AssertToldInMetadataAsync(UploadedBlob blob, string code)
    {
        var metadata = await _container.MetadataAsync(blob.Name);
        Assert.True(metadata!.TryGetValue("seedance_error", out var reason), $"{blob.Name} has no seedance_error.");
        Assert.Contains(code, Uri.UnescapeDataString(reason), StringComparison.Ordinal);
    }
}

/// <summary>The two schemas in which Event Grid delivers.</summary>
public enum Schema
{
    EventGrid,
    CloudEvents,
}

internal static class Schemas
{
    public static JsonObject EventOf(this Schema schema, UploadedBlob blob)
        => schema == Schema.EventGrid ? BlobCreated.EventGridEvent(blob) : BlobCreated.CloudEvent(blob);
}
