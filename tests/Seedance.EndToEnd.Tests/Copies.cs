using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.CrashMatrix;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

/// <summary>Copies of videos of several blocks.</summary>
public sealed class Copies(AppToKill app) : IClassFixture<AppToKill>
{
    private const int BlockBytes = 8 * 1024 * 1024;

    [OwnAppFact]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke()
    {
        var ask = Ask.With(Ask.EvoLink, "task.size bytes=20000000", "download.broken_once bytes=13000000");

        var task = await app.Service.CompletedAsync(await app.Service.CreateAsync(ask));

        await StoredVideos.AssertWholeAsync(task);
        var downloads = await app.Service.Simulator.JournalAsync("download", task.ProviderTaskId!);
        Assert.Equal([null, "bytes=13000000-"], downloads.Select(download => download.Range));
        Assert.Equal(20_000_000, downloads.Sum(download => download.Sent));
    }

    [OwnAppFact]
    public async Task A_copy_that_was_killed_starts_again()
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
        Assert.Equal([null, null], asked);
    }
}
