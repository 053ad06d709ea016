using Seedance.Simulator.Faults;

namespace Seedance.EndToEnd.Tests.FaultMatrix;

public sealed class EveryFault
{
    [OwnAppFact]
    public Task Alone() => RunAsync("fault-alone", SingleFaults.Passing, ("Seedance__Videos__MaxBytes", "20000000"));

    [OwnAppFact]
    public Task Answers_in_other_words_than_the_documents() => RunAsync(
        "fault-answers", RealAnswers.Passing, ("Seedance__Waiting__NotAVideoMinutes", "60"));

    [OwnAppFact]
    public Task Lasting_until_the_service_gives_up() => RunAsync(
        "fault-lasting",
        [.. SingleFaults.Lasting, .. RealAnswers.Lasting],
        ("Seedance__Providers__evolink__HonoursIdempotencyKey", "false"),
        ("Seedance__Waiting__DeadlineMinutes", "0.1"),
        ("Seedance__Waiting__ReconcileMinutes", "0.05"),
        ("Seedance__Waiting__ReconcileHours", "0.00334"),
        ("Seedance__Videos__IdleTimeoutSeconds", "5"));

    [OwnAppFact(IsLong = true)]
    public Task Every_two_together() => RunAsync("fault-pairs", FaultPairs.All);

    [OwnAppFact]
    public void The_table_has_every_fault_of_the_simulator_at_every_point()
    {
        var possible = FaultKind.All.SelectMany(fault => fault.On.Select(point => $"{point}.{fault.Name}"));

        var tried =
            SingleFaults.Passing.Concat(SingleFaults.Lasting).Concat(RealAnswers.Passing).Concat(RealAnswers.Lasting)
                .SelectMany(trial => trial.Faults).Select(fault => fault.Split(' ')[0]);

        Assert.Empty(possible.Except(tried));
    }

    [Theory]
    [InlineData("no_such_fault", "no fault is called")]
    [InlineData("poll.drop_before", "is on submit, not on")]
    [InlineData("callback.early state=round", "does not take state=round")]
    public async Task A_fault_that_does_not_exist_is_refused(string fault, string reason)
    {
        await using var simulator = await SimulatorServer.StartAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {SimulatorProcess.ApiKey}");
        using var body = new StringContent(Ask.With(Ask.EvoLink, fault).Body.ToJsonString());

        using var response = await http.PostAsync(new Uri(simulator.BaseUrl, "v1/videos/generations"), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task RunAsync(string name, IReadOnlyList<Trial> trials, params (string Name, string Value)[] settings)
    {
        await using var app = await OwnApp.StartAsync(name, onWires: true, more: settings);
        await using var caller = await CallbackListener.StartAsync();
        await new Trials(app, caller).AssertAllAsync(trials);
    }
}

/// <summary>Runs many trials at once against one app, and says of every one that did not end as it must how it ended.</summary>
internal sealed class Trials(OwnApp app, CallbackListener caller)
{
    private const int Senders = 8;

    public async Task AssertAllAsync(IReadOnlyList<Trial> trials)
    {
        var running = new (Trial Trial, Ask Ask, string Id)[trials.Count];
        var several = new ParallelOptions { MaxDegreeOfParallelism = Senders };
        await Parallel.ForEachAsync(trials.Index(), several, async (numbered, _) =>
        {
            var ask = Ask.With(numbered.Item.Provider, [.. numbered.Item.Faults]) with { CallbackUrl = caller.Url };
            running[numbered.Index] = (numbered.Item, ask, await app.Service.CreateAsync(ask));
        });

        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(running, several, async (each, _) =>
        {
            var (trial, ask, id) = each;
            try
            {
                await AssertEndedAsync(trial, ask, id);
            }
            catch (Exception failure)
            {
                wrong.Enqueue($"{trial} must end {trial.Ending}, paid {trial.Paid}: {failure.Message} {await app.Service.TaskAsync(id)}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {running.Length}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    private async Task AssertEndedAsync(Trial trial, Ask ask, string id)
    {
        var task = await app.Service.UntilAsync(id, "ends", seen => seen.HasEnded);
        Assert.Equal(trial.Ending, task.Status == "failed" ? task.Error!.Code : task.Status);
        Assert.Contains(trial.Says, task.Error?.Message ?? "", StringComparison.Ordinal);
        var submits = await app.Service.Simulator.SubmitsAsync(ask);
        Assert.Equal(trial.Paid, submits.Max(submit => submit.PaidTasks));
        Assert.InRange(submits.Count, 1, trial.MaxSubmits);
        Assert.Single(submits.Select(submit => submit.IdempotencyKey).Distinct());
        await AssertNamesItselfAsync(submits, task);
        Assert.Equal(task.Status == "completed" ? 1 : 0, app.BlobsOf(id));
        if (task.Status == "completed") await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        await Invariants.AssertToldAsync(caller, task);
    }

    private async Task AssertNamesItselfAsync(IEnumerable<JournalEntry> submits, TaskView task)
    {
        var id = task.ProviderTaskId ?? "";
        var (polls, downloads) = (await app.Service.Simulator.JournalAsync(JournalKind.Poll, id),
            await app.Service.Simulator.JournalAsync(JournalKind.Download, id));
        Assert.All([.. submits, .. polls, .. downloads],
            request => Assert.StartsWith("Seedance.Functions/", request.UserAgent, StringComparison.Ordinal));
    }
}

/// <summary>A generation with these faults, and how it must end: <c>completed</c>, <c>cancelled</c>, or the code of its failure.</summary>
internal sealed record Trial(string Provider, IReadOnlyList<string> Faults, string Ending, int Paid)
{
    public int MaxSubmits { get; init; } = Ending == "submit_outcome_unknown" ? 1 : 2;

    /// <summary>What the message of its failure quotes.</summary>
    public string Says { get; init; } = "";

    public override string ToString() => $"{Provider} [{string.Join(", ", Faults)}]";
}
