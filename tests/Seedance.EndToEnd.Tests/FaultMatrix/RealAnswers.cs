namespace Seedance.EndToEnd.Tests.FaultMatrix;

/// <summary>Shapes, words and servers that no document shows. A second submit would be paid again: no key is honoured here.</summary>
internal static class RealAnswers
{
    private const string Completed = "completed";
    private const string Unknown = "submit_outcome_unknown";
    private const string Reason = "Two suns are too many";
    private const string Challenge = "<html><title>Just a moment...</title>error code: 1015</html>";

    /// <summary>Those that pass, or end at once.</summary>
    public static readonly IReadOnlyList<Trial> Passing = WithoutKeys(
    [
        // The id is elsewhere, and only the answer to the create names it.
        .. Created(
            """
            {"data":{"task_id":"$ID","queue":3}}
            [{"id":"$ID","status":"queued"}]
            {"code":200,"data":[{"task_id":"$ID"}]}
            {"success":true,"task_id":"$ID"}
            """,
            Completed,
            "callback.lost"),
        .. Both(Completed, ["task.long_id", "callback.lost"]),
        // There is none: only the callback names the task.
        .. Created("""{"ok":true}""", Completed),
        .. Created("queued, thank you", Completed),
        .. Created("[]", Completed, """callback.body text={"event":"done","data":{"task_id":"$ID"}}"""),
        .. Created("""{"id":null,"status":"queued"}""", Unknown, "callback.lost"),

        .. Again("""status=503 retryAfter=1 times=3 text={"error":{"message":"All lanes are taken"}}"""),
        .. Again($"status=403 times=1 text={Challenge}"),
        .. Again("status=429 retryAfter=1 times=2 text=Slow down. Ray 8f2c"),

        .. Refused(
            "provider_rejected",
            $$$"""
            status=200 text={"success":false,"message":"{{{Reason}}}"}
            status=200 text={"code":1402,"msg":"{{{Reason}}}"}
            status=200 text={"error":{"message":"{{{Reason}}}"},"data":null}
            status=422 text={"detail":[{"loc":["body"],"msg":"{{{Reason}}}"}]}
            status=400 text={"errors":[{"message":"{{{Reason}}}"}]}
            status=400 text={{{Reason}}}
            """),
        .. Refused(
            "provider_insufficient_credits",
            """
            status=429 text={"error":{"code":"insufficient_user_quota","message":"The wallet is empty"}}
            status=429 text={"error":{"code":"balance_not_enough","message":"Top up first"}}
            """,
            says: ""),

        .. Ended(
            Completed,
            """
            "status":" Finished ","results":["$LINK"]
            "status":"DONE","results":["$LINK"]
            "status":"ripe","results":["$LINK"]
            "status":"completed","video":{"url":"$LINK"}
            "status":"completed","content":{"video_url":"$LINK"}
            "status":"completed","videos":[{"url":"$LINK"}]
            "status":"completed","metadata":{"url":"$LINK"}
            "status":"completed","result_url":"$LINK"
            "status":"completed","output":{"results":["$LINK"]}
            "status":"completed","results":[{"video":{"url":"$LINK"}}]
            "status":"completed","results":"[\"$LINK\"]"
            "status":"completed","resultJson":"{\"resultUrls\":[\"$LINK\"]}"
            "status":"completed","assets":{"main":{"href":"$LINK"}}
            "status":"completed","results":["$FRAME","$REPORT","$LINK"]
            "status":"completed","results":[{"type":"image","url":"$FRAME"},{"type":"video","url":"$LINK"}]
            "status":"completed","results":["$LINK","$REPORT"]
            """),
        // The link comes later than the end; what the request named is no result.
        .. Ended(Completed, "\"status\":\"completed\",\"results\":null", " times=3"),
        .. Ended(Completed, "\"status\":\"completed\",\"request\":{\"video_urls\":[\"$LINK&copy=2\"]},\"results\":[]", " times=2"),

        // A row number beside the id, or a task of somebody else.
        .. EvoLink("""poll.body text={"id":4711,"task_id":"$ID","status":"completed","results":["$LINK"]}"""),
        .. EvoLink("""poll.body text={"id":"row-4711","task_id":"$ID","status":"completed","results":["$LINK"]}"""),
        .. EvoLink("""poll.body times=2 text={"id":"another","status":"completed","results":["$LINK&copy=2"]}"""),

        .. Failed(
            "unknown_error",
            $$$"""
            "status":"FAILURE","error":{"code":"odd_42","message":"{{{Reason}}}"}
            "status":"Rejected","error":{"message":"{{{Reason}}}"}
            "status":"timeout","error_message":"{{{Reason}}}"
            "status":"failed","fail_reason":"{{{Reason}}}"
            "status":"failed","message":"{{{Reason}}}"
            "status":"failed","errors":[{"message":"{{{Reason}}}"}]
            "status":"failed","error":["{{{Reason}}}"]
            "status":"failed","error":"{{{Reason}}}"
            """),
        .. Failed("unknown_error", "\"status\":\"failed\"", says: ""),
        .. Failed("generation_timeout", $$"""
            "status":"failed","error":{"code":"generation_timeout","message":"{{Reason}}"}
            """),
        .. Failed("content_policy_violation", """
            "status":"failed","fail_reason":"Blocked by our content policy: two suns"
            """, says: "two suns"),

        .. Both(Completed, ["submit.gzip", "poll.gzip", "download.gzip times=1"]),
        .. Both(Completed, ["submit.needs_agent", "poll.needs_agent", "download.needs_agent"]),
        .. Both(Completed, ["download.partial"]),
        .. Both(Completed, ["download.partial bytes=20000 times=1"]),
        .. Both(Completed, ["download.redirect hops=3"]),
    ]);

    /// <summary>Those that last until the service gives up, and a relay that honours no keys, as its settings say.</summary>
    public static readonly IReadOnlyList<Trial> Lasting = WithoutKeys(
    [
        .. Refused("service_unavailable", $$$"""status=503 retryAfter=1 text={"error":{"message":"{{{Reason}}}"}}""", max: 10),
        .. Refused("provider_rate_limited", $$$"""status=429 retryAfter=1 text={"error":{"message":"{{{Reason}}}"}}""", max: 10),
        .. Refused("provider_blocked", $"status=403 text={Challenge}", "HTTP 403", max: 10),
        .. Refused("provider_blocked", "status=429 text=error code: 1015", "HTTP 429", max: 10),
        .. Ended("provider_invalid_response", "\"status\":\"completed\",\"results\":[\"$ID\"]"),
        .. EvoLink("submit.drop_after", Completed, max: 1),
        .. EvoLink("submit.html status=502 created=true", Completed, max: 1),
    ]);

    private static IReadOnlyList<Trial> WithoutKeys(IEnumerable<Trial> trials)
        => [.. trials.Select(trial => trial with { Faults = ["submit.ignores_key", .. trial.Faults] })];

    private static IEnumerable<Trial> Both(string ending, string[] faults, int paid = 1, int max = 1, string says = "")
        => new[] { Ask.EvoLink, Ask.SeedanceApi }
            .Select(provider => new Trial(provider, faults, ending, paid) { MaxSubmits = max, Says = says });

    private static IEnumerable<Trial> EvoLink(string fault, string ending = Completed, int max = 1)
        => Both(ending, [fault], max: max).Take(1);

    /// <summary>Creates that are paid and answered so.</summary>
    private static IEnumerable<Trial> Created(string texts, string ending, params string[] more)
        => texts.Split('\n').SelectMany(text => Both(ending, [$"submit.body text={text}", .. more]));

    /// <summary>Creates that pass after some more tries.</summary>
    private static IEnumerable<Trial> Again(string body) => Both(Completed, [$"submit.body created=false {body}"], max: 4);

    private static IEnumerable<Trial> Refused(string ending, string bodies, string says = Reason, int max = 1)
        => bodies.Split('\n').SelectMany(body => Both(ending, [$"submit.body created=false {body}"], paid: 0, max, says));

    /// <summary>Tasks that end with these members, each line a task.</summary>
    private static IEnumerable<Trial> Ended(string ending, string lines, string times = "")
        => lines.Split('\n').SelectMany(line => Both(ending, [$"poll.body{times} text={line}"])).Select(Whole);

    private static IEnumerable<Trial> Failed(string ending, string lines, string says = Reason)
        => lines.Split('\n').SelectMany(line => Both(ending, ["task.failed", $"poll.body text={line}"], says: says)).Select(Whole);

    /// <summary>Members of a task, in the body that its provider puts them into.</summary>
    private static Trial Whole(Trial trial) => trial with
    {
        Faults =
        [
            .. trial.Faults.Select(fault => fault.Split(" text=") is not [var name, var members] ? fault
                : trial.Provider == Ask.EvoLink ? $$"""{{name}} text={"id":"$ID",{{members}}}"""
                : $$$"""{{{name}}} text={"code":200,"data":{"task_id":"$ID",{{{members}}}}}"""),
        ],
    };
}
