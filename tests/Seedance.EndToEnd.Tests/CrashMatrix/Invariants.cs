namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>What holds whatever happened.</summary>
internal static class Invariants
{
    private static readonly HttpClient Http = new() { DefaultRequestHeaders = { { "User-Agent", "tests" } } };

    /// <summary>Paid once, and what the provider made lies in storage to the last byte.</summary>
    public static async Task AssertPaidAndStoredAsync(Service service, Ask ask, TaskView task)
    {
        var paid = await service.Simulator.PaidOnceAsync(ask);
        Assert.Equal(paid.Id, task.ProviderTaskId);
        await StoredVideos.AssertWholeAsync(task);

        var simulator = await SharedSimulator.GetAsync();
        var original = await Http.GetByteArrayAsync(new Uri(simulator.BaseUrl, $"videos/{paid.Id}.mp4"));
        Assert.Equal(original.LongLength, task.Video!.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(original)), task.Video.Sha256);
    }

    /// <summary>The caller was told how it ended: perhaps more than once, but then as the same message.</summary>
    public static async Task AssertToldAsync(CallbackListener caller, TaskView task)
    {
        var deliveries = await Eventually.ReadAsync(
            $"That the caller is told of {task.Id}", () => Task.FromResult(Of(caller, task.Id)), told => told.Count > 0);
        Assert.All(deliveries, delivery => delivery.AssertGenuine());
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.All(deliveries, delivery => Assert.Equal(task.Status, delivery.Json.GetProperty("status").GetString()));
        if (task.Error is not null) Assert.Equal(task.Error.Code, deliveries[0].Json.GetProperty("error").GetProperty("code").GetString());
    }

    private static List<Delivery> Of(CallbackListener caller, string id)
        => [.. caller.Deliveries.Where(delivery => delivery.Json.GetProperty("id").GetString() == id)];
}
