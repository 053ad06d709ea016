using System.Globalization;

namespace Seedance.Simulator.Faults;

/// <summary>Where a fault strikes. <see cref="Task"/> decides, when a task is created, what becomes of it.</summary>
internal static class FaultPoint
{
    public const string Submit = "submit";
    public const string Task = "task";
    public const string Poll = "poll";
    public const string Download = "download";
    public const string Callback = "callback";
}

/// <summary>Every fault there is: its name, its points (the first one unless a marker names another) and its parameters.</summary>
public sealed class FaultKind
{
    // Before the faults: static fields are set in the order in which they are written.
    private static readonly Dictionary<string, FaultKind> Named = new(StringComparer.Ordinal);
    private static readonly string[] Submit = [FaultPoint.Submit];
    private static readonly string[] Poll = [FaultPoint.Poll];
    private static readonly string[] Download = [FaultPoint.Download];
    private static readonly string[] Callback = [FaultPoint.Callback];
    private static readonly string[] Task = [FaultPoint.Task];
    private static readonly string[] Requests = [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Download];
    private static readonly string[] PollAndDownload = [FaultPoint.Poll, FaultPoint.Download];
    private static readonly string[] PollAndCallback = [FaultPoint.Poll, FaultPoint.Callback];
    private static readonly string[] Json = [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Callback];
    private static readonly string[] Bodies = [FaultPoint.Submit, FaultPoint.Poll, FaultPoint.Download, FaultPoint.Callback];

    internal static readonly FaultKind Delay = Add("delay", Requests, "seconds");
    internal static readonly FaultKind Status = Add("status", Requests, "status", "retryAfter", "created");
    internal static readonly FaultKind Body = Add("body", Json, "status", "retryAfter", "created", "text");
    internal static readonly FaultKind Gzip = Add("gzip", Requests);
    internal static readonly FaultKind NeedsAgent = Add("needs_agent", Requests);
    internal static readonly FaultKind IgnoresKey = Add("ignores_key", Submit);
    internal static readonly FaultKind DropBefore = Add("drop_before", Submit);
    internal static readonly FaultKind DropAfter = Add("drop_after", Submit);
    internal static readonly FaultKind DelayAfter = Add("delay_after", Submit, "seconds");
    internal static readonly FaultKind Drop = Add("drop", PollAndDownload);
    internal static readonly FaultKind Truncated = Add("truncated", Requests, "bytes");
    internal static readonly FaultKind MalformedJson = Add("malformed_json", Json);
    internal static readonly FaultKind Html = Add("html", Bodies, "status", "created");
    internal static readonly FaultKind Empty = Add("empty", Bodies, "status", "created");
    internal static readonly FaultKind ExpiredLink = Add("expired_link", PollAndCallback);
    internal static readonly FaultKind NotFound = Add("not_found", Poll);
    internal static readonly FaultKind State = Add("state", PollAndCallback, "state");
    internal static readonly FaultKind Progress = Add("progress", Task, "seconds");
    internal static readonly FaultKind Size = Add("size", Task, "bytes");
    internal static readonly FaultKind LongId = Add("long_id", Task);
    internal static readonly FaultKind Failed = Add("failed", Task);
    internal static readonly FaultKind Cancelled = Add("cancelled", Task);
    internal static readonly FaultKind Stuck = Add("stuck", Task, "percent");
    internal static readonly FaultKind Never = Add("never", Task);
    internal static readonly FaultKind Lost = Add("lost", Callback);
    internal static readonly FaultKind Duplicated = Add("duplicated", Callback, "count");
    internal static readonly FaultKind Delayed = Add("delayed", Callback, "seconds");
    internal static readonly FaultKind Early = Add("early", Callback, "seconds", "state");
    internal static readonly FaultKind Reordered = Add("reordered", Callback);
    internal static readonly FaultKind WrongTask = Add("wrong_task", Callback, "taskId");
    internal static readonly FaultKind Slow = Add("slow", Download, "bytesPerSecond", "secondsPerByte");
    internal static readonly FaultKind BrokenOnce = Add("broken_once", Download, "bytes");
    internal static readonly FaultKind WrongLength = Add("wrong_length", Download, "bytes");
    internal static readonly FaultKind NoLength = Add("no_length", Download);
    internal static readonly FaultKind NoFtyp = Add("no_ftyp", Download);
    internal static readonly FaultKind Expired = Add("expired", Download);
    internal static readonly FaultKind Redirect = Add("redirect", Download, "location", "hops");
    internal static readonly FaultKind Endless = Add("endless", Download);
    internal static readonly FaultKind NoRange = Add("no_range", Download);
    internal static readonly FaultKind Partial = Add("partial", Download, "bytes");
    internal static readonly FaultKind EtagChanges = Add("etag_changes", Download);

    private static readonly string[] Whole = ["status", "bytes", "bytesPerSecond", "percent", "count", "hops"];

    private FaultKind(string name, string[] on, string[] parameters) => (Name, On, Parameters) = (name, on, parameters);

    public static IReadOnlyCollection<FaultKind> All => Named.Values;

    public string Name { get; }

    public IReadOnlyList<string> On { get; }

    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Whether it strikes, and counts, only once the task has ended: for polls and callbacks.</summary>
    internal bool NeedsEndedTask => this == Body || this == ExpiredLink;

    /// <exception cref="FormatException">There is no such fault, or not at this point, or not with these parameters.</exception>
    internal static FaultKind Find(string name, string? on, IReadOnlyDictionary<string, string> parameters)
    {
        if (!Named.TryGetValue(name, out var kind))
            throw new FormatException($"no fault is called '{name}'; there are: {string.Join(", ", Named.Keys)}");
        if (on is not null && !kind.On.Contains(on))
            throw new FormatException($"fault '{name}' is on {string.Join(" or ", kind.On)}, not on '{on}'");
        var taken = string.Join(", ", kind.Parameters.DefaultIfEmpty("none"));
        foreach (var (parameter, value) in parameters)
        {
            if (!kind.Takes(parameter, value))
                throw new FormatException($"fault '{name}' does not take {parameter}={value}; it takes {taken}");
        }

        return kind;
    }

    private static FaultKind Add(string name, string[] on, params string[] parameters) => Named[name] = new(name, on, parameters);

    private bool Takes(string parameter, string value) => parameter switch
    {
        _ when !Parameters.Contains(parameter) => false,
        "state" when this == Early => TaskState.All.Contains(value),
        "created" => bool.TryParse(value, out _),
        "seconds" or "secondsPerByte" =>
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0,
        _ when Whole.Contains(parameter) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => true,
    };
}
