using Microsoft.DurableTask.Client;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>What holds for every store.</summary>
internal static class EngineAssert
{
    /// <summary>Expects a-00 to a-19 and b-20 to b-24, created a minute apart, every fifth running and the others completed.</summary>
    public static async Task QueriesAsync(EngineHarness engine)
    {
        var first = (await engine.GetAsync("a-00")).CreatedAt;

        Assert.Equal(25, (await FindAsync(new())).Count);
        Assert.Equal(["b-20", "b-21", "b-22", "b-23", "b-24"], await FindAsync(new(InstanceIdPrefix: "b-")));
        Assert.Equal(
            ["a-00", "a-05", "a-10", "a-15", "b-20"], await FindAsync(new(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["a-03", "a-04", "a-05"], await FindAsync(new(first.AddMinutes(3), first.AddMinutes(5))));

        List<int> sizes = [];
        string? token = null;
        List<string> ids = [];
        do
        {
            await foreach (var page in engine.Client.GetAllInstancesAsync(new(PageSize: 10, InstanceIdPrefix: "a-")).AsPages(token))
            {
                sizes.Add(page.Values.Count);
                ids.AddRange(page.Values.Select(instance => instance.InstanceId));
                token = page.ContinuationToken;
                break;
            }
        }
        while (token is not null);
        Assert.All(sizes, size => Assert.InRange(size, 0, 10));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"a-{number:D2}"), ids);

        async Task<List<string>> FindAsync(OrchestrationQuery query)
        {
            List<string> found = [];
            await foreach (var instance in engine.Client.GetAllInstancesAsync(query with { PageSize = 7 }))
            {
                found.Add(instance.InstanceId);
            }

            return found;
        }
    }
}
