using System.Net.Http.Headers;
using System.Net.Http.Json;
using Seedance.Launch;

namespace Seedance.Emulator.Tests.Launch;

public sealed class SimulatorProcessTests
{
    private static readonly object Request = new { model = "seedance-2.0-text-to-video", prompt = "a cat" };

    [Fact]
    public async Task The_admin_client_reads_and_steers_the_simulator()
    {
        await using var simulator = await SimulatorProcess.StartAsync();
        await simulator.Admin.SetAsync(new { progressSeconds = 0 });
        await simulator.Admin.AddFaultAsync(new SimulatorFault("status")
        {
            On = "submit",
            Times = 1,
            Parameters = new Dictionary<string, object> { ["status"] = 500 },
        });

        var refused = await SubmitAsync(simulator);
        var accepted = await SubmitAsync(simulator);

        Assert.Equal((500, 200), (refused, accepted));
        var summary = await simulator.Admin.SummaryAsync();
        Assert.Equal((2, 1), (summary.Submits, summary.PaidSubmits));
        var created = Assert.Single(await simulator.Admin.JournalAsync("kind=submit&created=true"));
        var task = Assert.Single(await simulator.Admin.TasksAsync("a cat"));
        Assert.Equal((created.TaskId, 1, "completed"), (task.Id, task.Charges, task.State));

        await simulator.Admin.ResetAsync();

        Assert.Empty(await simulator.Admin.TasksAsync());
    }

    [Fact]
    public async Task What_the_simulator_refuses_is_an_exception_with_its_reason()
    {
        await using var simulator = await SimulatorProcess.StartAsync();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => simulator.Admin.AddFaultAsync(new SimulatorFault("no_such_fault")));

        Assert.Contains("no_such_fault", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<int> SubmitAsync(SimulatorProcess simulator)
    {
        using var http = new HttpClient { BaseAddress = simulator.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorProcess.ApiKey);
        using var answer = await http.PostAsJsonAsync("v1/videos/generations", Request);
        return (int)answer.StatusCode;
    }
}
