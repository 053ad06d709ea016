using Seedance.EndToEnd.Tests.Calling;

namespace Seedance.EndToEnd.Tests;

internal static class OneGeneration
{
    public static async Task AssertAsync(Service service, string provider, string wokenBy)
    {
        await using var caller = await CallbackListener.StartAsync();
        var ask = new Ask(provider) { CallbackUrl = caller.Url };

        var id = await service.CreateAsync(ask);
        var task = await service.CompletedAsync(id);

        Assert.Equal((id, provider, wokenBy, 100), (task.Id, task.Provider, task.WokenBy, task.Progress));
        var paid = await service.Simulator.PaidOnceAsync(ask);
        Assert.Equal(task.ProviderTaskId, paid.Id);
        Assert.Equal(paid.VideoBytes, task.Video!.Bytes);
        await StoredVideos.AssertWholeAsync(task);

        var delivery = Assert.Single(await caller.DeliveredAsync(1));
        delivery.AssertGenuine();
        Assert.Equal(id, delivery.Json.GetProperty("id").GetString());
        Assert.Equal("completed", delivery.Json.GetProperty("status").GetString());
        Assert.Equal(task.Results![0], delivery.Json.GetProperty("results")[0].GetString());

        // A second delivery, or a second submit, would come from work that the end of the next generation shows to be over.
        await service.CompletedAsync(await service.CreateAsync(new Ask(provider)));
        Assert.Single(caller.Deliveries);
        Assert.Single(await service.Simulator.SubmitsAsync(ask));
    }
}
