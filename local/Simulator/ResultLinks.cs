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
            return new TaskView(task.Id, TaskSnapshot.Running(50), "", state.Word("state") ?? "");
        return new TaskView(task.Id, snapshot, New(task, ".mp4", faults.Has(FaultKind.ExpiredLink)), null);
    }

    /// <summary>A body that a fault brings along, with the task's own id and links in it.</summary>
    public string Fill(Fault body, SimulatorTask task) => (body.Word("text") ?? "")
        .Replace("$ID", task.Id, StringComparison.Ordinal)
        .Replace("$LINK", New(task, ".mp4"), StringComparison.Ordinal)
        .Replace("$FRAME", New(task, "/last-frame.png"), StringComparison.Ordinal)
        .Replace("$REPORT", New(task, "/report.json"), StringComparison.Ordinal);

    /// <summary>The same link on this machine's other name, after one more hop.</summary>
    public static string NextHop(HttpRequest request)
    {
        var host = request.Host.Host == "localhost" ? "127.0.0.1" : "localhost";
        return $"http://{host}:{request.Host.Port}{request.Path}{request.QueryString.Add("hop", "1")}";
    }

    /// <summary>How many hops have led to this request.</summary>
    public static int Hops(HttpRequest request) => request.Query["hop"].Count;

    /// <summary>Whether the link of a request has not expired; one without an expiry never does.</summary>
    public bool IsAlive(HttpRequest request) =>
        !request.Query.TryGetValue("expires", out var expires)
        || (long.TryParse(expires, CultureInfo.InvariantCulture, out var at) && at > time.GetUtcNow().ToUnixTimeMilliseconds());

    private string New(SimulatorTask task, string file, bool expired = false)
    {
        var expires = expired ? DateTimeOffset.UnixEpoch : time.GetUtcNow() + Life;
        return string.Create(CultureInfo.InvariantCulture, $"{baseUrl()}videos/{task.Id}{file}?expires={expires.ToUnixTimeMilliseconds()}");
    }
}
