using System.Globalization;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;

namespace Seedance.Simulator;

/// <summary>Result links with an expiry, as every response and callback hands them out.</summary>
internal sealed class ResultLinks(Func<Uri> baseUrl, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public TaskView View(SimulatorTask task, TaskSnapshot snapshot, FaultSet faults)
    {
        if (faults.Has(FaultKind.State, out var state))
            return new TaskView(task.Id, TaskSnapshot.Running(50), "", null, state.Word("state") ?? "");
        var link = snapshot.State == TaskState.Completed ? New(task, faults.Has(FaultKind.ExpiredLink)) : "";
        faults.Has(FaultKind.Shape, out var shape);
        return new TaskView(task.Id, snapshot, link, shape?.Word("shape"), null);
    }

    /// <summary>Whether the link of a request has not expired; one without an expiry never does.</summary>
    public bool IsAlive(HttpRequest request) =>
        !request.Query.TryGetValue("expires", out var expires)
        || (long.TryParse(expires, CultureInfo.InvariantCulture, out var at) && at > time.GetUtcNow().ToUnixTimeMilliseconds());

    private string New(SimulatorTask task, bool expired)
    {
        var expires = expired ? DateTimeOffset.UnixEpoch : time.GetUtcNow() + Life;
        return string.Create(CultureInfo.InvariantCulture, $"{baseUrl()}videos/{task.Id}.mp4?expires={expires.ToUnixTimeMilliseconds()}");
    }
}
