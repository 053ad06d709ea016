namespace Seedance.Simulator.Faults;

/// <summary>Every fault there is.</summary>
internal static class FaultCatalogue
{
    public const string Delay = "delay";
    public const string DelayAfter = "delay_after";
    public const string Status = "status";
    public const string DropBefore = "drop_before";
    public const string DropAfter = "drop_after";
    public const string Drop = "drop";
    public const string Truncated = "truncated";
    public const string MalformedJson = "malformed_json";
    public const string Html = "html";
    public const string Empty = "empty";
    public const string CreateShape = "create_shape";
    public const string Shape = "shape";
    public const string NotFound = "not_found";
    public const string State = "state";
    public const string ExpiredLink = "expired_link";
    public const string Progress = "progress";
    public const string Size = "size";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string Stuck = "stuck";
    public const string Never = "never";
    public const string Lost = "lost";
    public const string Duplicated = "duplicated";
    public const string Delayed = "delayed";
    public const string Early = "early";
    public const string Reordered = "reordered";
    public const string WrongTask = "wrong_task";
    public const string Slow = "slow";
    public const string BrokenOnce = "broken_once";
    public const string WrongLength = "wrong_length";
    public const string NoLength = "no_length";
    public const string NoFtyp = "no_ftyp";
    public const string Expired = "expired";
    public const string Redirect = "redirect";
    public const string Endless = "endless";
    public const string NoRange = "no_range";
    public const string EtagChanges = "etag_changes";

    private static readonly string[] Requests = [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Download];
    private static readonly string[] Bodies = [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Download, FaultPoint.Callback];
    private static readonly string[] Task = [FaultPoint.Task];
    private static readonly string[] Callback = [FaultPoint.Callback];
    private static readonly string[] Download = [FaultPoint.Download];

    /// <summary>Faults of an answer that only strike, and only count, once the task is completed.</summary>
    public static IReadOnlyList<string> OfCompletedTasks { get; } = [Shape, ExpiredLink];

    public static IReadOnlyDictionary<string, FaultKind> All { get; } = new FaultKind[]
    {
        new(Delay, Requests, "waits, then goes on as usual", ["seconds"]),
        new(
            Status,
            Requests,
            "answers an HTTP status with the provider's error body; creates nothing unless created=true",
            ["status", "retryAfter", "code", "message", "shape", "created"]),
        new(DropBefore, [FaultPoint.Submit], "drops the connection, nothing created", []),
        new(DropAfter, [FaultPoint.Submit], "creates the task (paid), then drops the connection", []),
        new(DelayAfter, [FaultPoint.Submit], "creates the task (paid), then waits before it answers", ["seconds"]),
        new(Drop, [FaultPoint.Poll, FaultPoint.Download], "drops the connection without an answer", []),
        new(Truncated, Requests, "announces the whole body, sends part of it, closes", ["bytes"]),
        new(MalformedJson, [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Callback], "cuts the JSON short", []),
        new(Html, Bodies, "an HTML page instead of the body; a submit creates the task when status is below 400", ["status", "created"]),
        new(Empty, Bodies, "an empty body; a submit creates the task when status is below 400", ["status", "created"]),
        new(CreateShape, [FaultPoint.Submit], "creates the task (paid), answers with another of the documented bodies", ["shape"]),
        new(Shape, [FaultPoint.Poll, FaultPoint.Callback], "another of the documented bodies of a completed task", ["shape"]),
        new(NotFound, [FaultPoint.Poll], "404 as if the task did not exist", []),
        new(State, [FaultPoint.Poll, FaultPoint.Callback], "another state word, in the body of a task that is still running", ["state"]),
        new(ExpiredLink, [FaultPoint.Poll, FaultPoint.Callback], "a completed task with a link that has expired already", []),
        new(Progress, Task, "the task takes this long", ["seconds"]),
        new(Size, Task, "the video is this large", ["bytes"]),
        new(Failed, Task, "the task fails at its end", ["code", "message", "error"]),
        new(Cancelled, Task, "the task is cancelled at its end", []),
        new(Stuck, Task, "the task stops at a percentage for ever", ["percent"]),
        new(Never, Task, "the task stays pending for ever", []),
        new(Lost, Callback, "no callback is sent", []),
        new(Duplicated, Callback, "the callback is sent several times", ["count"]),
        new(Delayed, Callback, "the callback is sent late", ["seconds"]),
        new(Early, Callback, "a callback says completed (or state) so soon, true or not; the real one follows", ["seconds", "state"]),
        new(Reordered, Callback, "a callback that says processing follows the one that says completed", []),
        new(WrongTask, Callback, "the callback carries another task's id", ["taskId"]),
        new(Slow, Download, "sends at most so many bytes a second, or one byte every so many seconds", ["bytesPerSecond", "secondsPerByte"]),
        new(BrokenOnce, Download, "truncated, on a task's first download only", ["bytes"]),
        new(WrongLength, Download, "announces and sends a video cut to this length", ["bytes"]),
        new(NoLength, Download, "sends the whole video without Content-Length", []),
        new(NoFtyp, Download, "the first box is not ftyp", []),
        new(Expired, Download, "403 as an expired link", []),
        new(Redirect, Download, "302 to location, otherwise to the same video", ["location"]),
        new(Endless, Download, "a video that never ends", []),
        new(NoRange, Download, "ignores Range and answers 200 with everything", []),
        new(EtagChanges, Download, "another ETag on every answer", []),
    }.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Null where such a fault exists, otherwise what is wrong with it.</summary>
    public static string? Complaint(string name, string? on, IReadOnlyDictionary<string, string> parameters)
    {
        if (!All.TryGetValue(name, out var kind))
            return $"no fault is called '{name}'; there are: {string.Join(", ", All.Keys)}";
        if (on is not null && !kind.On.Contains(on))
            return $"fault '{name}' is on {string.Join(" or ", kind.On)}, not on '{on}'";
        return kind.Complaint(parameters);
    }
}
