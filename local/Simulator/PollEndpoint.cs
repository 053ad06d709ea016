using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;

namespace Seedance.Simulator;

internal sealed class PollEndpoint(TaskStore tasks, FaultRules rules, ResultLinks links, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, IProvider provider, string? id)
    {
        var entry = context.Journal();
        entry.TaskId = id;
        if (!tasks.TryGet(id, out var task) || task.Submission.Provider != provider)
        {
            await Responses.RefuseAsync(context, provider, StatusCodes.Status404NotFound);
            return;
        }

        task.CountPoll();
        var snapshot = task.Snapshot;
        var faults = rules.Take(FaultPoint.Poll, task.Submission, task.Id, kind => snapshot.IsTerminal || !kind.NeedsEndedTask);
        if (await Responses.TryEndAsync(context, faults, time))
            return;
        if (faults.Has(FaultKind.NotFound))
            await Responses.RefuseAsync(context, provider, StatusCodes.Status404NotFound);
        else if (faults.Has(FaultKind.Status))
            await Responses.FailAsync(context, provider, faults);
        else if (faults.Has(FaultKind.Body, out var body))
            await Responses.WriteAsync(context, body, links.Fill(body, task), faults);
        else
            await Responses.WriteAsync(context, 200, provider.TaskBody(task, links.View(task, snapshot, faults)), faults);
    }
}
