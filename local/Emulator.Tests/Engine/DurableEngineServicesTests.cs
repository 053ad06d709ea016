using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Seedance.Emulator.Durable;

namespace Seedance.Emulator.Tests.Engine;

[Collection(nameof(AzuriteCollection))]
public sealed class DurableEngineServicesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_engine_runs_as_a_hosted_service_on_the_real_clock_and_finds_its_hub_again()
    {
        var hub = AzuriteFixture.NewName();
        using (var first = await StartAsync(hub))
        {
            var client = first.Services.GetRequiredService<DurableTaskClient>();
            await client.ScheduleNewOrchestrationInstanceAsync("Greets", "Ada", new StartOrchestrationOptions("id"));
            await client.WaitForInstanceStartAsync("id");
            await first.StopAsync();
        }

        using var second = await StartAsync(hub);
        var again = second.Services.GetRequiredService<DurableTaskClient>();
        await again.RaiseEventAsync("id", "go", "on");
        var finished = await again.WaitForInstanceCompletionAsync("id", getInputsAndOutputs: true);

        Assert.Equal("Hello Ada", finished.ReadOutputAs<string>());
        await second.StopAsync();
    }

    private async Task<IHost> StartAsync(string hub)
    {
        var functions = new EngineHarness()
            .Activity("Greet", (string name) => $"Hello {name}")
            .Orchestrator("Greets", async context =>
            {
                await context.WaitForExternalEvent<string>("go");
                await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                return await context.CallActivityAsync<string>("Greet", context.GetInput<string>());
            });
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging().AddSingleton<IDurableFunctions>(functions)
            .AddDurableEngine(new() { StorageConnectionString = azurite.ConnectionString, HubName = hub });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
