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
            await Responses.RefuseAsync(context, provider, new ProviderError(404));
            return;
        }

        task.CountPoll();
        var snapshot = task.Snapshot;
        var isCompleted = snapshot.State == TaskState.Completed;
        var faults = rules.Take(FaultPoint.Poll, task.Submission, task.Id, kind => isCompleted || !kind.NeedsCompletedTask);
        entry.Faults = faults.Names;
        if (faults.Has(FaultKind.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultKind.Drop))
            Responses.Drop(context);
        else if (faults.Has(FaultKind.NotFound))
            await Responses.RefuseAsync(context, provider, new ProviderError(404));
        else if (faults.Has(FaultKind.Status))
            await Responses.FailAsync(context, provider, faults);
        else
            await Responses.WriteAsync(context, 200, provider.TaskBody(task, links.View(task, snapshot, faults)), faults);
    }
}
