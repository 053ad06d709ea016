using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seedance.Launch;

namespace Seedance.Demo;

/// <summary>The demo from start to end.</summary>
internal sealed class DemoRun(DemoArguments arguments, IStoryDisplay display, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UploadLimit = TimeSpan.FromMinutes(1);

    private JsonObject? _created;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (arguments.IsReal)
        {
            arguments.Provider.RealKey();
            Say($"Using the real {arguments.Provider.RealUrl.Host}: this costs money. The app polls it: it cannot call this machine back.");
        }

        var picture = arguments.Upload is { } file ? await Picture.ReadAsync(file, cancellationToken) : null;
        await using var cloud = await LocalCloud.StartAsync(arguments, Say, cancellationToken);
        using var client = new GenerationClient(cloud.App.BaseUrl, cloud.App.Settings.Client.Key);
        Say($"The app is up at {cloud.App.BaseUrl}");
        Say("");
        Say($"Prompt: {arguments.Prompt}");

        var task = await UnlessTheAppEndsAsync(cloud.App, token => StartAsync(cloud, client, picture, token), cancellationToken);
        task = await UnlessTheAppEndsAsync(cloud.App, token => WatchAsync(client, task, token), cancellationToken);
        var reason = task.Failure is { } failure ? $": {failure.TrimEnd('.')}" : "";
        if (!task.IsCompleted) throw new DemoException($"The task {task.Status}{reason}. The app's log is in {LocalCloud.LogFolder}.");

        var video = await FinishedVideo.FetchAsync(client, task, cancellationToken);
        Say("");
        foreach (var (name, value) in video.Lines(linkStays: arguments.Keep)) Say($"  {name,-12}{value}");

        if (arguments.Keep) await KeepAsync(cloud, cancellationToken);
    }

    private async Task<TaskView> StartAsync(
        LocalCloud cloud, GenerationClient client, Picture? picture, CancellationToken cancellationToken)
    {
        if (picture is null) return await client.CreateAsync(arguments, cancellationToken);
        var blob = await picture.UploadAsync(cloud, arguments, cancellationToken);
        Say($"Upload: {blob.Container}/{blob.Name}");
        _created = BlobCreated.EventGridEvent(blob);
        await UploadEvents.Of(cloud.Azurite.ConnectionString).SendAsync(_created, cancellationToken);
        Say($"Event:  {BlobCreated.Type} put into the queue {UploadEvents.Name}");
        return await FindAsync(client, blob, cancellationToken);
    }

    private async Task<TaskView> FindAsync(GenerationClient client, UploadedBlob blob, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < UploadLimit)
        {
            if (await client.FindAsync(blob, cancellationToken) is { } task) return task;
            await Task.Delay(Look, time, cancellationToken);
        }

        throw new DemoException($"No task was made of the upload in {UploadLimit.TotalSeconds:0} s. The log: {LocalCloud.LogFolder}.");
    }

    private async Task<TaskView> WatchAsync(GenerationClient client, TaskView task, CancellationToken cancellationToken)
    {
        var story = new Story(time);
        Say($"Task:   {task.Id}");
        if (arguments.IsReal && task.CreditsReserved is { } credits)
            Say($"The provider is expected to charge about {credits} credits.");

        Say("");
        await display.ShowAsync(story, async report =>
        {
            report(story.Add(task));
            while (!task.IsOver)
            {
                await Task.Delay(Look, time, cancellationToken);
                task = await client.GetAsync(task.Id, cancellationToken);
                report(story.Add(task));
            }
        });
        return task;
    }

    private async Task KeepAsync(LocalCloud cloud, CancellationToken cancellationToken)
    {
        var (key, storage) = (cloud.App.Settings.Client.Key, cloud.Azurite.ConnectionString);
        var body = JsonSerializer.Serialize(GenerationClient.Body(arguments, "Another prompt"));
        Say("");
        Say("Everything keeps running until Ctrl-C:");
        Say($"  App         {cloud.App.BaseUrl}");
        if (cloud.Simulator is { } simulator)
            Say($"  Simulator   {simulator.BaseUrl} (what it got: {new Uri(simulator.BaseUrl, "admin/journal")})");
        Say($"  Storage     {storage}");
        Say("");
        var url = new Uri(cloud.App.BaseUrl, "v1/videos/generations");
        Say($"curl {url} -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' -d '{body}'");
        if (_created is not null)
        {
            Say("");
            var content = Convert.ToBase64String(Encoding.UTF8.GetBytes(_created.ToJsonString()));
            Say($"az storage message put --connection-string '{storage}' --queue-name {UploadEvents.Name} --content {content}");
        }

        var ended = new TaskCompletionSource<bool>();
        await using var registration = cancellationToken.Register(() => ended.SetResult(true));
        await UnlessTheAppEndsAsync(cloud.App, _ => ended.Task, cancellationToken);
    }

    private async Task<T> UnlessTheAppEndsAsync<T>(
        AppProcess app, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = work(ended.Token);
        await Task.WhenAny(working, app.Exited);

        // A request that breaks off is often the first sign of the app's end.
        if (working.IsFaulted && working.Exception.InnerException is HttpRequestException)
            await Task.WhenAny(app.Exited, Task.Delay(Look, time, cancellationToken));

        if (working.IsCompletedSuccessfully || !app.HasExited || cancellationToken.IsCancellationRequested) return await working;

        await ended.CancelAsync();
        throw new DemoException($"The app ended unexpectedly. Its last output:{Environment.NewLine}{app.OutputTail}");
    }

    private void Say(string line) => output.WriteLine(line);
}
