namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Faults of submit, poll, callback and download together, so that every two of them meet at every provider.</summary>
internal static class FaultPairs
{
    private const string None = "";

    /// <summary>How the service gets to know the task of a submit: only one without any response is replayed.</summary>
    private enum Known
    {
        Directly,
        ByReplay,
        ByWebhook,
    }

    private static readonly (string Fault, Known Known, bool Created)[] Submits =
    [
        (None, Known.Directly, true),
        ("submit.status status=429 retryAfter=1 times=1", Known.Directly, true),
        ("submit.delay seconds=1", Known.Directly, true),
        ("submit.status status=500 created=true times=1", Known.ByWebhook, true),
        ("submit.drop_after times=1", Known.ByReplay, true),
        ("submit.html times=1", Known.ByWebhook, true),
        ("submit.status status=502 times=1", Known.ByWebhook, false),
        ("submit.drop_before times=1", Known.ByReplay, false),
    ];

    private static readonly string[] Polls =
    [
        None, "poll.status status=503 times=2", "poll.status status=429 retryAfter=1 times=1", "poll.drop times=1",
        "poll.malformed_json times=1", "poll.not_found times=1", "poll.state state=odd times=2", "poll.expired_link times=1",
    ];

    private static readonly (string Fault, bool NamesTheTask)[] Callbacks =
    [
        (None, true), ("callback.duplicated count=3", true), ("callback.delayed seconds=2", true), ("callback.early", true),
        ("callback.reordered", true), ("callback.lost", false), ("callback.wrong_task taskId=somebody-elses", false),
        ("callback.malformed_json", false), ("callback.empty", false),
    ];

    private static readonly string[] Downloads =
    [
        None, "download.status status=500 times=1", "download.drop times=1", "download.truncated times=1", "download.html times=1",
        "download.broken_once", "download.no_ftyp times=1", "download.expired times=1", "download.no_length",
    ];

    /// <summary>81 rows in which every two values of different columns meet; each row at both providers.</summary>
    public static IReadOnlyList<Trial> All =>
    [
        .. from a in Enumerable.Range(0, 9)
        from b in Enumerable.Range(0, 9)
        from provider in new[] { Ask.EvoLink, Ask.SeedanceApi }
        select TrialOf(provider, Submits[a % 8], Polls[b % 8], Callbacks[(a + b) % 9], Downloads[(a + (2 * b)) % 9]),
    ];

    private static Trial TrialOf(
        string provider,
        (string Fault, Known Known, bool Created) submit,
        string poll,
        (string Fault, bool NamesTheTask) callback,
        string download)
    {
        string[] faults = [.. new[] { submit.Fault, poll, callback.Fault, download }.Where(fault => fault != None)];
        // Everything here passes, but for a submit that named no task where a replay is not safe: then only a webhook that names it
        // brings it back.
        var settled = submit.Known == Known.Directly || (submit.Known == Known.ByReplay && provider == Ask.EvoLink)
            || (submit.Created && callback.NamesTheTask);
        return settled
            ? new Trial(provider, faults, "completed", 1)
            : new Trial(provider, faults, "submit_outcome_unknown", submit.Created ? 1 : 0);
    }
}
