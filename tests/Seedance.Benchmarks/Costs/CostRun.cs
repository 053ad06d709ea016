namespace Seedance.Benchmarks.Costs;

/// <summary>Counts what one generation, and each thing a caller may add to it, does at storage and in the task hub.</summary>
internal static class CostRun
{
    private const int Times = 5;

    public static async Task<int> RunAsync()
    {
        await using var receiver = await Receiver.StartAsync();
        await using (var webhooks = await CostStack.StartAsync(progressSeconds: 1, webhooks: true, new Dictionary<string, string>()))
        {
            // What only the first request of a process does is not a generation's.
            await webhooks.GenerateAsync();
            var id = "";
            await SayAsync("a generation that its webhook ends", async _ =>
            {
                (id, var step) = await webhooks.GenerateAsync();
                return step;
            });
            await SayAsync("with an Idempotency-Key", async number => (await webhooks.GenerateAsync(idempotencyKey: $"costs-{number}")).Step);
            await SayAsync("with a callback", async _ => (await webhooks.GenerateAsync(callbackUrl: receiver.Url.AbsoluteUri)).Step);
            await SayAsync("GET /v1/tasks/{id}", _ => webhooks.CallAsync($"v1/tasks/{id}"));
            await SayAsync("GET /v1/tasks", _ => webhooks.CallAsync("v1/tasks"));
            await SayAsync("GET /v1/videos/{id}/content", _ => webhooks.CallAsync($"v1/videos/{id}/content"));
        }
        var budget = new Dictionary<string, string> { ["Seedance__Clients__demo__DailyCredits"] = "1000000" };
        await using (var budgeted = await CostStack.StartAsync(progressSeconds: 1, webhooks: true, budget))
        {
            await budgeted.GenerateAsync();
            await SayAsync("with a budget", async _ => (await budgeted.GenerateAsync()).Step);
        }
        foreach (var seconds in (double[])[1, 6])
        {
            var often = new Dictionary<string, string> { ["Seedance__Waiting__PollSeconds"] = "1" };
            await using var polling = await CostStack.StartAsync(seconds, webhooks: false, often);
            await polling.GenerateAsync();
            await SayAsync($"without webhooks, {seconds} s at the provider", async _ => (await polling.GenerateAsync()).Step);
        }
        return 0;
    }

    private static async Task SayAsync(string what, Func<int, Task<Step>> runAsync)
    {
        List<Step> steps = [];
        for (var number = 0; number < Times; number++) steps.Add(await runAsync(number));
        // The timers of the app work beside it now and then; what most runs agree on is the step's own.
        var usual = steps.GroupBy(step => (step.Operations, step.Executions.All)).MaxBy(group => group.Count())!;
        var step = usual.First();
        Console.WriteLine($"{what} ({usual.Count()} of {Times} runs alike)");
        Console.WriteLine($"  storage     {step.Operations}");
        foreach (var group in step.Requests.GroupBy(request => request).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"              {group.Count(),3} x {group.Key}");
        }
        if (step.Executions.HistoryRows > 0) Console.WriteLine($"  executions  {step.Executions}");
    }
}
