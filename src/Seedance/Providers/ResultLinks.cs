namespace Seedance.Providers;

/// <summary>The links in an answer that may lead to the finished video.</summary>
/// <param name="Links">Distinct, the likeliest first: those in known places, other links to a video file, evident pictures last.</param>
/// <param name="IsSure">Whether one is in a place where only a result is: that shows that a task is done whose status is not known.</param>
internal sealed partial record ResultLinks(IReadOnlyList<string> Links, bool IsSure)
{
    private const int MaxLinks = 64;

    // JSON as a text in JSON, as often as it was seen to be nested, and once more.
    private const int MaxTexts = 3;

    /// <summary>The members that hold results, in the order in which they are believed; see <see cref="ProviderJson.Plain"/>.</summary>
    private static readonly string[] Results =
    [
        "results", "result", "resultdata", "output", "outputs", "response", "content", "videourl", "videourls", "video", "videos",
        "outputurl", "outputurls", "outputvideo", "outputvideourl", "resulturl", "resulturls", "resultjson", "resultvideo",
        "resultvideourl",
        "taskresult", "videoresult", "generatedvideo", "generatedvideos", "generations", "creations", "works", "artifacts", "assets",
        "downloadurl", "fileurl", "mediaurl", "playurl", "files", "file",
    ];

    /// <summary>The members that hold the task, and with it results.</summary>
    private static readonly string[] Wrappers = ["data", "task", "job", "info", "metadata"];

    /// <summary>The members that hold a link to anything.</summary>
    private static readonly string[] Plain = ["url", "uri", "link"];

    private static readonly FrozenDictionary<string, int> Order = Results.Concat(Wrappers).Concat(Plain)
        .Select((name, index) => KeyValuePair.Create(name, index)).ToFrozenDictionary();

    /// <summary>How the names of members start that repeat the request or tell of it: a link below is no result.</summary>
    private static readonly string[] Echoes =
    [
        "input", "request", "param", "prompt", "callback", "webhook", "notify", "image", "audio", "reference", "firstframe", "lastframe",
        "original", "initvideo", "initimage", "sourcevideo", "sourceimage", "sourceaudio", "sourceurl", "modelparam", "option", "config",
        "setting", "argument", "payload", "error", "warning", "log",
    ];

    /// <summary>What is in the name or the type of a member that shows or describes the video without being it.</summary>
    private static readonly string[] Stills =
    [
        "thumb", "cover", "poster", "preview", "image", "frame", "audio", "avatar", "picture", "photo", "icon", "logo", "json", "text",
        "subtitle",
    ];

    private static readonly string[] StillFiles =
    [
        ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".svg", ".json", ".txt", ".srt", ".vtt", ".htm", ".html", ".mp3", ".wav", ".m4a",
    ];

    private static readonly char[] AroundLinks = [.. " \t\r\n\"'<>()[]{}\\"];

    public static ResultLinks Find(JsonElement? answer)
    {
        List<string> known = [], others = [], stills = [];
        var isSure = false;
        // Not recursive: answers are as deep as their sender likes.
        var left = new Stack<Place>();
        if (answer is { } root) left.Push(new Place(root, IsKnown: true, InResult: false, IsStill: false, Texts: 0));
        while (left.TryPop(out var place))
        {
            var below = Below(place).ToList();
            for (var index = below.Count - 1; index >= 0; index--) left.Push(below[index]);
            if (below.Count > 0 || place.Value.ValueKind != JsonValueKind.String) continue;
            foreach (var link in LinksOf(place.Value.GetString()!, out var isText))
            {
                var isVideo = IsFile(link, [".mp4", ".mov"]);
                if (IsFile(link, StillFiles)) continue;
                if (place.IsStill && (place.IsKnown || isVideo)) stills.Add(link);
                else if (place.IsKnown && !isText) known.Add(link);
                else if (isVideo) others.Add(link);
                isSure |= place is { IsKnown: true, IsStill: false } && (isVideo || (place.InResult && !isText));
            }
        }
        return new ResultLinks([.. known.Concat(others).Concat(stills).Distinct().Take(MaxLinks)], isSure);
    }

    private static IEnumerable<Place> Below(Place place) => place.Value.ValueKind switch
    {
        JsonValueKind.Array => place.Value.EnumerateArray().Select(item => place with { Value = item }),
        JsonValueKind.Object when !IsReference(place.Value) => Members(place),
        JsonValueKind.String when place.Texts < MaxTexts && place.Value.GetString()!.AsSpan().TrimStart() is ['{' or '[', ..]
            && ProviderJson.Parse(place.Value.GetString()!) is { } inner => [place with { Value = inner, Texts = place.Texts + 1 }],
        _ => [],
    };

    private static IEnumerable<Place> Members(Place place)
    {
        var isStill = place.IsStill || (TypeOf(place.Value) is { } type && IsStill(type) && !type.Contains("video"));
        return place.Value.EnumerateObject()
            .Select(member => (Name: ProviderJson.Plain(member.Name), member.Value))
            .Where(member => !IsEcho(member.Name, place.InResult))
            .OrderBy(member => Order.GetValueOrDefault(member.Name, int.MaxValue))
            .Select(member => new Place(
                member.Value,
                place.IsKnown && Order.ContainsKey(member.Name),
                place.InResult || Results.Contains(member.Name),
                isStill || (!Results.Contains(member.Name) && IsStill(member.Name)),
                place.Texts));
    }

    /// <summary>The links that a text is, or that are in it.</summary>
    private static IEnumerable<string> LinksOf(string text, out bool isText)
    {
        var parts = Separator().Split(text.Trim());
        isText = !parts.All(IsLink);
        return isText ? text.Split(AroundLinks).Select(LinkAtEnd).Where(IsLink) : parts;
    }

    private static string LinkAtEnd(string text)
        => text[Math.Max(text.IndexOf("http", StringComparison.OrdinalIgnoreCase), 0)..].TrimEnd('.', ',', ';', '!', '。', '，');

    // "video_urls" are the request's, unless a result holds them.
    private static bool IsEcho(string name, bool inResult)
        => Echoes.Any(echo => name.StartsWith(echo, StringComparison.Ordinal)) || (name == "videourls" && !inResult);

    // An item of the request as ByteDance has it: {"type":"video_url","video_url":{...},"role":"reference_video"}.
    private static bool IsReference(JsonElement item)
        => ((JsonElement?)item).Member("role").Text() is { } role && (role.Contains("reference") || role.Contains("frame"));

    private static string? TypeOf(JsonElement item)
        => ((JsonElement?)item).Member("type").Text() is { } type ? ProviderJson.Plain(type) : null;

    private static bool IsStill(string name) => Stills.Any(name.Contains);

    private static bool IsFile(string link, string[] extensions)
        => Uri.TryCreate(link, UriKind.Absolute, out var uri)
        && extensions.Any(extension => uri.AbsolutePath.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    public static bool IsLink(string text)
        => !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex(@"[\s,;|](?=https?://)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    /// <param name="IsKnown">Every member on the way is one that leads to results.</param>
    /// <param name="InResult">A member on the way holds results.</param>
    /// <param name="IsStill">A member on the way shows or describes the video.</param>
    /// <param name="Texts">How many texts that are JSON are around it.</param>
    private readonly record struct Place(JsonElement Value, bool IsKnown, bool InResult, bool IsStill, int Texts);
}
