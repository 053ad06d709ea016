namespace Seedance.Providers;

/// <summary>What a provider's API, or what stands before it, responded; read as tolerantly as the best of its clients do.</summary>
/// <param name="Http">The HTTP status.</param>
/// <param name="Body">As much of the body as came; null when it is larger than the cap.</param>
internal sealed partial record ProviderResponse(int Http, byte[]? Body)
{
    private const int MaxTaskIdLength = 512;
    private const int MaxStatusLength = 64;

    // The members that hold a task, and those that also do in a response to a create.
    private static readonly string[] TaskMembers = ["data", "task", "job"];
    private static readonly string[] CreateMembers = [.. TaskMembers, "result", "results", "response", "output", "tasks"];

    // Names as ProviderJson.Plain writes them. Where there is a "task_id", an "id" is the number of a row.
    private static readonly string[] TaskIdNames = ["taskid", "id"];
    private static readonly string[] AllIdNames = [.. TaskIdNames, "jobid", "generationid"];
    private static readonly string[] Statuses = ["status", "taskstatus", "jobstatus", "state"];

    public JsonElement? Root { get; } = Body is null ? null : ProviderJson.Parse(Body);

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the provider says that this is the response to an earlier request with the same key.</summary>
    public bool IsReplay { get; init; }
    public bool IsSuccess => Http is >= 200 and <= 299;

    /// <summary>Whether the API itself responded: what blocks before it sends web pages and texts, and Cloudflare also JSON.</summary>
    public bool IsFromApi
        => Root is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } && Root.Member("cloudflare_error") is null;

    public bool IsEmpty => Body is { Length: 0 };
    public bool IsWebPage => Body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    public ProviderError Error => field ??= Root is not null ? ProviderError.Read(Root)
        : Body is not null ? ProviderError.OfText(Encoding.UTF8.GetString(Body))
        : ProviderError.None;

    /// <summary>The id of the task that a create has made; null when there is none that can be used.</summary>
    public string? CreatedId()
        => IdsIn(Holders(CreateMembers), AllIdNames).FirstOrDefault(IsUsable)
        ?? (Error.IsError ? null : Holders(CreateMembers).Select(BareId).FirstOrDefault(id => id is not null));

    /// <summary>The ids of the task in it.</summary>
    public IEnumerable<string> TaskIds() => IdsIn(Holders(TaskMembers), AllIdNames);

    /// <summary>Whether it is about a task: when any of its ids is the task's, or it names none.</summary>
    public bool IsOf(string id)
        => TaskIds().Contains(id, StringComparer.Ordinal) || !IdsIn([Root.First(), Root.Member("data")], TaskIdNames).Any();

    /// <summary>The task in it; null when it tells no status and has no result.</summary>
    public ProviderTask? ReadTask(string id)
    {
        var holders = Holders(TaskMembers);
        // The root's comes last: around a task it may be the envelope's.
        var words = holders.Skip(1).Append(holders[0])
            .SelectMany(holder => Statuses.SelectMany(name => holder.Named(name)))
            .Where(status => status is { ValueKind: JsonValueKind.String })
            .Select(status => status.Text() ?? "").ToList();
        var states = words.Select(ProviderStates.Of).ToList();
        var known = states.FindIndex(state => state is not null);
        var links = ResultLinks.Find(Root);
        // Never done while any word says that it still runs.
        var running = states.FindIndex(state => state < TaskState.Completed);
        if (known >= 0 && states[known] == TaskState.Completed && running >= 0) known = running;
        if (words.Count == 0 && !links.IsSure) return null;
        var state = known >= 0 ? states[known]!.Value : links.IsSure ? TaskState.Completed : TaskState.Processing;
        var word = known >= 0 ? words[known] : words.Find(text => text.Length > 0) ?? "";
        return new ProviderTask
        {
            Id = id,
            State = state,
            ProviderStatus = word.Length <= MaxStatusLength ? word : word[..MaxStatusLength],
            Progress = First(holders, "progress") is { } progress ? (int)Math.Clamp(progress, 0, 100) : null,
            ResultUrls = state == TaskState.Completed ? links.Links : [],
            LastFrameUrl = state == TaskState.Completed ? LastFrame() : null,
            CreditsReserved = First(holders, "usage.credits_reserved", "billing.reserved_credits"),
            CreditsCharged = state.IsTerminal()
                ? First(holders, "usage.credits_used", "usage.cost.credits", "billing.charged_credits", "consumed_credits")
                : null,
            Failure = state == TaskState.Failed ? ProviderFailures.OfTask(Error, word) : null,
        };
    }

    /// <summary>Whether an id can be used: opaque, but it must fit into a URL as one segment.</summary>
    public static bool IsUsable(string id)
        => id.Length is > 0 and <= MaxTaskIdLength && id.All(character => character is > ' ' and < '\x7f') && !IsDots(id);

    /// <summary>Whether an id has the form that the providers' ids have.</summary>
    public static bool IsWellFormed(string id) => WellFormedId().IsMatch(id) && !IsDots(id);

    /// <summary>The answer, what it holds, and what that holds; of an array the first item.</summary>
    private List<JsonElement?> Holders(string[] members)
    {
        var root = Root.First();
        var inner = members.Select(name => root.Member(name).First()).ToList();
        return [root, .. inner, .. inner.SelectMany(holder => members.Select(name => holder.Member(name).First()))];
    }

    private static IEnumerable<string> IdsIn(IEnumerable<JsonElement?> holders, string[] names)
        => names.SelectMany(name => holders.SelectMany(holder => Texts(holder, name)));

    private static IEnumerable<string> Texts(JsonElement? holder, string name)
        => holder.Named(name).Select(member => member.Text()).OfType<string>();

    private static decimal? First(List<JsonElement?> holders, params string[] paths)
        => paths.SelectMany(path => holders.Select(holder => path.Split('.').Aggregate(holder, ProviderJson.Member).Number()))
            .FirstOrDefault(number => number is not null);

    private string? LastFrame()
        => Holders([.. TaskMembers, "content", "result", "output"])
            .SelectMany(holder => Texts(holder, "lastframeurl")).FirstOrDefault(ResultLinks.IsLink);

    // {"data":"task-20261128-7"}: a text that looks like an id and not like a word.
    private static string? BareId(JsonElement? element)
        => element is { ValueKind: JsonValueKind.String }
        && element.Text() is { Length: >= 8 } text
        && text.Any(char.IsAsciiDigit)
        && IsWellFormed(text)
            ? text
            : null;

    // "." and ".." are folders of a URL.
    private static bool IsDots(string id) => id.All(character => character == '.');

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,512}\z")]
    private static partial Regex WellFormedId();
}
