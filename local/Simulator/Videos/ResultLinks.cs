using System.Globalization;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Videos;

/// <summary>Hands out result links, each with its own number and expiry.</summary>
internal sealed class ResultLinks(SimulatorAddress address, SettingsHolder settings, TimeProvider time)
{
    public TaskView View(GenerationTask task, TaskSnapshot snapshot, FaultSet faults)
    {
        faults.Has(FaultCatalogue.Shape, out var shape);
        if (faults.Has(FaultCatalogue.State, out var state))
            return new TaskView(task.Id, TaskSnapshot.Underway(50), "") { State = state.Text("state", "") };
        var link = snapshot.State == TaskState.Completed ? New(task, faults.Has(FaultCatalogue.ExpiredLink)) : "";
        return new TaskView(task.Id, snapshot, link) { Shape = shape?.Text("shape") };
    }

    public bool IsAlive(GenerationTask task, HttpRequest request)
    {
        if (!request.Query.TryGetValue("expires", out var expires))
            return true;
        return long.TryParse(expires, CultureInfo.InvariantCulture, out var milliseconds)
            && int.TryParse(request.Query["link"], CultureInfo.InvariantCulture, out var link)
            && !task.IsLinkDead(link)
            && milliseconds > time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private string New(GenerationTask task, bool expired)
    {
        var expires = expired ? DateTimeOffset.UnixEpoch : time.GetUtcNow().AddSeconds(settings.Current.LinkSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{address.BaseUrl}/videos/{task.Id}.mp4?link={task.NextLink()}&expires={expires.ToUnixTimeMilliseconds()}");
    }
}
