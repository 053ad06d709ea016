using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;
using Seedance.Simulator.Videos;

namespace Seedance.Simulator.Tasks;

internal sealed class PollEndpoint(TaskStore tasks, FaultRules rules, SettingsHolder settings, ResultLinks links, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, IProviderContract contract, string? id)
    {
        var entry = context.Journal();
        entry.TaskId = id;
        if (!BearerKeys.AreValid(context.Request, settings.Current, contract.Provider))
        {
            await Answer.RefuseAsync(context, contract, new ProviderError(401));
            return;
        }

        if (id is null || !tasks.TryGet(id, out var task) || task.Contract != contract)
        {
            await Answer.RefuseAsync(context, contract, new ProviderError(404));
            return;
        }

        task.CountPoll();
        var snapshot = task.At(time.GetUtcNow());
        var faults = rules.Take(
            task.At(FaultPoint.Poll),
            name => snapshot.State == TaskState.Completed || !FaultCatalogue.OfCompletedTasks.Contains(name));
        entry.Faults = faults.Names;
        if (faults.Has(FaultCatalogue.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.Drop))
            Answer.Drop(context);
        else if (faults.Has(FaultCatalogue.NotFound))
            await Answer.RefuseAsync(context, contract, new ProviderError(404));
        else if (faults.Has(FaultCatalogue.Status))
            await StatusFault.WriteAsync(context, contract, faults);
        else
            await Answer.WriteAsync(context, StatusCodes.Status200OK, contract.TaskBody(task, links.View(task, snapshot, faults)), faults);
    }
}
