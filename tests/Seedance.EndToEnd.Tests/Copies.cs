using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

/// <summary>Copies of videos of several blocks.</summary>
public sealed class Copies(AppToKill app) : IClassFixture<AppToKill>
{
    private const int BlockBytes = 8 * 1024 * 1024;

    [OwnAppFact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        var ask = Ask.With(Ask.EvoLink, "task.size bytes=20000000", "download.broken_once bytes=13000000");

        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        await StoredVideos.AssertWholeAsync(task);
        var downloads = await app.Service.Simulator.JournalAsync("download", task.ProviderTaskId!);
        Assert.Equal([null, "bytes=13000000-"], downloads.Select(download => download.Range));
        Assert.Equal(20_000_000, downloads.Sum(download => download.Sent));
    }

    [OwnAppFact]
    public async Task A_copy_that_was_killed_goes_on_behind_the_blocks_that_it_had_staged()
    {
        // So slow that the kill comes in the middle; the next download is as fast as it can be.
        var ask = Ask.With(Ask.EvoLink, "task.size bytes=40000000", "download.slow bytesPerSecond=2000000 times=1");
        var id = await app.Service.CreateAsync(ask);
        var waiting = await app.Service.UntilAsync(id, "is being stored", task => task.Stage == "storing");
        await Eventually.ReadAsync(
            "That two blocks and a half are there",
            () => app.Service.Simulator.JournalAsync("download", waiting.ProviderTaskId!),
            entries => entries.Sum(entry => entry.Sent) > 2.5 * BlockBytes);

        await app.KillAndRestartAsync();

        var stored = await app.Service.CompletedAsync(id);
        await StoredVideos.AssertWholeAsync(stored);
        Assert.Equal(40_000_000, stored.Video!.Bytes);
        var asked = (await app.Service.Simulator.JournalAsync("download", waiting.ProviderTaskId!)).Select(entry => entry.Range).ToList();
        Assert.Equal([null, "bytes=0-0", $"bytes={2 * BlockBytes}-"], asked);
    }

    [OwnAppFact]
    public async Task What_Blob_Storage_does_not_fetch_by_itself_is_streamed()
    {
        var settings = new Dictionary<string, string> { ["Seedance__Videos__ServerSideCopyHosts"] = "127.0.0.1" };
        await using var fetching = await WiredApp.StartAsync("server-side", webhooks: true, settleMinutes: 0.5, settings);

        var task = await fetching.Service.CompletedAsync(await fetching.Service.CreateAsync(Ask.With(Ask.EvoLink, "task.size bytes=20000000")));

        await StoredVideos.AssertWholeAsync(task);
        var downloads = await fetching.Service.Simulator.JournalAsync("download", task.ProviderTaskId!);
        Assert.Equal([null, $"bytes={BlockBytes}-"], downloads.Select(download => download.Range));
    }
}
