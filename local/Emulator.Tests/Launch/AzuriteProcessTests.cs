using Azure.Storage.Blobs;
using Seedance.Launch;

namespace Seedance.Emulator.Tests.Launch;

public sealed class AzuriteProcessTests
{
    [Fact]
    public async Task A_restart_keeps_ports_and_data()
    {
        await using var azurite = await AzuriteProcess.StartAsync();
        var before = (azurite.ConnectionString, azurite.ProcessId);
        await Container(azurite).CreateAsync();

        await azurite.RestartAsync();

        Assert.Equal(before.ConnectionString, azurite.ConnectionString);
        Assert.NotEqual(before.ProcessId, azurite.ProcessId);
        Assert.True(await Container(azurite).ExistsAsync());
    }

    [Fact]
    public async Task Memory_forgets_at_a_restart()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { InMemory = true });
        await Container(azurite).CreateAsync();

        await azurite.RestartAsync();

        Assert.False(await Container(azurite).ExistsAsync());
    }

    [Fact]
    public async Task Several_run_side_by_side()
    {
        var started = await Task.WhenAll(AzuriteProcess.StartAsync(), AzuriteProcess.StartAsync());
        try
        {
            await Container(started[0]).CreateAsync();

            Assert.False(await Container(started[1]).ExistsAsync());
        }
        finally
        {
            foreach (var azurite in started)
                await azurite.DisposeAsync();
        }
    }

    private static BlobContainerClient Container(AzuriteProcess azurite) => new(azurite.ConnectionString, "kept");
}
