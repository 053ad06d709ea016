namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Each fault of the simulator alone, and how a generation that meets it ends.</summary>
internal static class SingleFaults
{
    private const string Completed = "completed";
    private const string Unknown = "submit_outcome_unknown";

    /// <summary>Those that pass, or are soon given up.</summary>
    public static readonly IReadOnlyList<Trial> Passing =
    [
        // Refused, or surely not arrived.
        .. Completing("submit.status status=429 retryAfter=1 times=1"),
        .. Both("submit.status status=400", "provider_rejected", paid: 0),
        .. Both("submit.status status=401", "provider_auth", paid: 0),
        .. Both("submit.status status=402", "provider_insufficient_credits", paid: 0),
        .. Completing("submit.delay seconds=1"),
        // Created, and no response at all: a replay under the key at EvoLink, the webhook at seedanceapi.
        .. Completing("submit.drop_after times=1", "submit.delay_after seconds=1"),
        EvoLink("submit.html status=502 created=true times=1", Completed),
        // Created, and a response that does not say so: never a replay, always the webhook.
        .. Completing(
            "submit.status status=500 created=true", "submit.truncated", "submit.malformed_json", "submit.html", "submit.empty")
            .Select(trial => trial with { MaxSubmits = 1 }),
        new(Ask.SeedanceApi, ["submit.drop_after times=1", "poll.status status=503 times=1"], Completed, Paid: 1),
        // Never created, and nobody can know: without a key, that is what the task says.
        EvoLink("submit.drop_before times=1", Completed),
        EvoLink("submit.html status=502 times=1", Completed),
        SeedanceApi("submit.drop_before times=1", Unknown, paid: 0),
        .. Both("submit.status status=502 times=1", Unknown, paid: 0),

        .. Completing("poll.delay seconds=1 times=1", "poll.status status=503 times=2", "poll.status status=429 retryAfter=1 times=1"),
        EvoLink("poll.status status=401 times=1", Completed),
        .. Completing(
            "poll.drop times=1", "poll.truncated times=1", "poll.malformed_json times=1", "poll.html times=1", "poll.empty times=1",
            "poll.not_found times=2"),
        .. Both("poll.not_found", "provider_task_lost"),
        .. Completing("poll.state state=odd times=2"),
        // Once by the poll and once for the link to download from; the third link lives.
        .. Completing("poll.expired_link times=2"),

        .. Completing("task.progress seconds=2", "task.size bytes=9000000"),
        .. Both("task.failed", "content_policy_violation"),
        EvoLink("task.cancelled", "cancelled"),
        // seedanceapi has no such state: it fails, and says why in words only.
        SeedanceApi("task.cancelled", "unknown_error"),

        .. Completing("callback.lost", "callback.duplicated count=3", "callback.delayed seconds=3", "callback.early"),
        EvoLink("callback.early seconds=0 state=failed", Completed),
        .. Completing(
            "callback.reordered", "callback.wrong_task taskId=somebody-elses", "callback.malformed_json", "callback.html",
            "callback.empty", "callback.state state=odd", "callback.expired_link"),

        .. Completing(
            "download.delay seconds=1", "download.status status=503 times=1", "download.drop times=1", "download.truncated times=1",
            "download.html times=1", "download.empty times=1", "download.slow bytesPerSecond=1000000", "download.broken_once",
            "download.no_length", "download.no_ftyp times=1", "download.expired times=1", "download.redirect"),
        EvoLink("download.redirect location=ftp://127.0.0.1/ times=1", Completed),
        .. Completing("download.no_range", "download.etag_changes"),
        .. Both("download.endless", "video_too_large"),
        .. Completing("download.wrong_length bytes=5000 times=1"),
    ];

    /// <summary>Those that last until the service gives up.</summary>
    public static readonly IReadOnlyList<Trial> Lasting =
    [
        .. Ending("timed_out_waiting", "task.stuck", "task.never", "poll.status status=503", "poll.state state=odd", "poll.malformed_json"),
        .. Ending("video_download_failed", "download.status status=500", "download.drop"),
        .. Both("download.redirect location=ftp://127.0.0.1/", "video_destination_not_allowed"),
        .. Both("download.redirect hops=4", "video_link_redirected"),
        .. Both("download.expired", "video_link_expired"),
        .. Both("download.no_ftyp", "video_not_valid"),
        .. Both("download.html", "video_is_web_page"),
        .. Both("download.empty", "video_empty"),
        .. Both("download.wrong_length bytes=5000", "video_incomplete"),
        .. Both("download.slow secondsPerByte=60", "video_download_too_slow"),
        // Half of what was promised, every time, by a host that cannot be asked for the rest.
        new(Ask.EvoLink, ["download.truncated", "download.no_range"], "video_incomplete", Paid: 1),
    ];

    private static Trial EvoLink(string fault, string ending, int paid = 1) => new(Ask.EvoLink, [fault], ending, paid);

    private static Trial SeedanceApi(string fault, string ending, int paid = 1) => new(Ask.SeedanceApi, [fault], ending, paid);

    private static IEnumerable<Trial> Completing(params string[] faults) => Ending(Completed, faults);

    private static IEnumerable<Trial> Ending(string ending, params string[] faults) => faults.SelectMany(fault => Both(fault, ending));

    private static Trial[] Both(string fault, string ending, int paid = 1)
        => [EvoLink(fault, ending, paid), SeedanceApi(fault, ending, paid)];
}
