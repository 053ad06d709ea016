namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Runs many trials at once against one app, and says of every one that did not end as it must how it ended.</summary>
internal sealed class Trials(OwnApp app, CallbackListener caller)
{
    private const int Senders = 8;

    public async Task AssertAllAsync(IReadOnlyList<Trial> trials)
    {
        var running = new (Trial Trial, Ask Ask, string Id)[trials.Count];
        await Parallel.ForEachAsync(trials.Index(), new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (numbered, _) =>
        {
            var ask = Ask.With(numbered.Item.Provider, [.. numbered.Item.Faults]) with { CallbackUrl = caller.Url };
            running[numbered.Index] = (numbered.Item, ask, await app.Service.CreateAsync(ask));
        });

        var wrong = new List<string>();
        foreach (var (trial, ask, id) in running)
        {
            try
            {
                await AssertEndedAsync(trial, ask, id);
            }
            catch (Exception failure)
            {
                wrong.Add($"{trial} must end {trial.Ending}, paid {trial.Paid}: {failure.Message} {await app.Service.TaskAsync(id)}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {running.Length}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    private async Task AssertEndedAsync(Trial trial, Ask ask, string id)
    {
        var task = await app.Service.UntilAsync(id, "ends", seen => seen.HasEnded);
        Assert.Equal(trial.Ending, task.Status == "failed" ? task.Error!.Code : task.Status);
        var submits = await app.Service.Simulator.SubmitsAsync(ask);
        Assert.Equal(trial.Paid, submits.Count(submit => submit.Created));
        Assert.InRange(submits.Count, 1, trial.Ending == "submit_outcome_unknown" ? 1 : 2);
        Assert.Single(submits.Select(submit => submit.IdempotencyKey).Distinct());
        Assert.Equal(task.Status == "completed" ? 1 : 0, app.BlobsOf(id));
        if (task.Status == "completed") await Invariants.AssertPaidAndStoredAsync(app.Service, ask, task);
        await Invariants.AssertToldAsync(caller, task);
    }
}

/// <summary>A generation with these faults, and how it must end: <c>completed</c>, <c>cancelled</c>, or the code of its failure.</summary>
internal sealed record Trial(string Provider, IReadOnlyList<string> Faults, string Ending, int Paid)
{
    public override string ToString() => $"{Provider} [{string.Join(", ", Faults)}]";
}
