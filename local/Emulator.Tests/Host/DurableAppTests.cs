using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Tests.Host;

[Collection(nameof(AzuriteCollection))]
public sealed class DurableAppTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_request_starts_an_orchestration_that_runs_activities_and_hears_events()
    {
        var hub = AzuriteFixture.NewName();
        await using var app = await TestApp.StartAsync(TestApp.Builder(
            $$"""{"extensions":{"durableTask":{"maxConcurrentActivityFunctions":2,"hubName":"{{hub}}"} } }""",
            ["--port", "0", "--AzureWebJobsStorage", azurite.ConnectionString],
            typeof(Story)));
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var started = await app.Client.PostAsync(new Uri("/api/stories/one", UriKind.Relative), null, patience.Token);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await client.WaitForInstanceStartAsync("one", patience.Token);
        await client.RaiseEventAsync("one", "ending", "happy", patience.Token);
        var ended = await client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true, patience.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("one: once upon a time, happy", ended.ReadOutputAs<string>());
        Assert.Empty(app.Logs.Errors);
    }

    public static class Story
    {
        [Function("StartStory")]
        public static async Task<HttpResponseData> Start(
            [HttpTrigger(AuthorizationLevel.Function, "post", Route = "stories/{id}")] HttpRequestData request,
            string id,
            [DurableClient] DurableTaskClient client,
            CancellationToken cancellationToken)
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(Tell), "once upon a time", new StartOrchestrationOptions(InstanceId: id), cancellationToken);
            return request.CreateResponse(HttpStatusCode.Accepted);
        }

        [Function(nameof(Tell))]
        public static async Task<string> Tell([OrchestrationTrigger] TaskOrchestrationContext context, string beginning)
        {
            var ending = context.WaitForExternalEvent<string>("ending");
            var told = await context.CallActivityAsync<string>(nameof(Write), beginning);
            return $"{told}, {await ending}";
        }

        [Function(nameof(Write))]
        public static string Write([ActivityTrigger] string line, string instanceId) => $"{instanceId}: {line}";
    }
}
