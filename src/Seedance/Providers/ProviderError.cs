namespace Seedance.Providers;

/// <summary>What a provider says went wrong.</summary>
/// <param name="Code">The code; where it is only a number, the type, else the digits.</param>
/// <param name="Message">The message, on one line, cut to 1,000 characters; of links, without what follows the question mark.</param>
/// <param name="Param">The parameter it is about.</param>
internal sealed partial record ProviderError(string? Code, string? Message, string? Param)
{
    private const int MaxMessage = 1_000;
    private const int MaxCode = 128;
    private const int MaxText = 500;
    private const int MaxNested = 4;

    // Names of members as ProviderJson.Plain writes them. Of each table the first that says something counts.
    private static readonly string[] Errors =
    [
        "error", "errors", "errormessage", "failreason", "failurereason", "failedreason", "failmessage", "failmsg", "failuremessage",
        "errormsg", "errmsg", "errordetail", "errordetails", "taskstatusmsg", "statusmessage", "statusmsg",
    ];

    private static readonly string[] Holders = ["data", "task", "result", "output", "response"];
    private static readonly string[] Messages = ["message", "msg", "reason", "detail", "details"];
    private static readonly string[] Codes = ["code", "errorcode", "errcode", "failcode"];
    private static readonly string[] Flags = ["success", "ok", "status"];
    private static readonly string[] Params = ["param", "parameter", "field"];

    /// <summary>What a code contains that stands for an HTTP status. What may have happened after all is a 500.</summary>
    private static readonly (string Word, int Status)[] Statuses =
    [
        ("apikey", 401), ("unauthorized", 401), ("insufficient", 402), ("tasknotfound", 404), ("tasknotexist", 404), ("ratelimit", 429),
        ("toomanyrequests", 429), ("toomany", 400), ("invalid", 400), ("internal", 500), ("servererror", 500), ("upstream", 500),
        ("timeout", 500), ("unavailable", 500), ("overloaded", 500),
    ];

    public static ProviderError None { get; } = new(null, null, null);

    /// <summary>The HTTP status that the body gives as its code, 400 to 599.</summary>
    public int? Status { get; private init; }

    /// <summary>Whether the body says that something went wrong; a message alone does not.</summary>
    public bool IsError { get; private init; }

    /// <summary>Reads an error wherever an answer may have it: as a text, an object or a list, in the answer or in what it holds.</summary>
    public static ProviderError Read(JsonElement? root)
    {
        var parts = PartsOf(root, inError: root is { ValueKind: JsonValueKind.String }).ToList();
        var said = parts.Find(part => part.Message is { } message && !IsWord(message)) ?? parts.Find(part => part.Message is not null);
        var codes = parts.Select(part => part.Code).Prepend(said?.Code).OfType<string>().ToList();
        var status = parts.Select(part => part.Status).FirstOrDefault(number => number is not null);
        var code = codes.Find(code => !IsNumber(code)) ?? codes.FirstOrDefault();
        return new(Cut(code, MaxCode), Quote(said?.Message), Cut(said?.Param, MaxCode))
        {
            Status = status,
            IsError = status is not null
                || parts.Exists(part => part.InError || part is { Code: not null, Message: not null })
                || Members(root, Flags).Any(flag => flag is { ValueKind: JsonValueKind.False } || flag.Text() is "false")
                || Members(root, ["error"]).Any(flag => flag is { ValueKind: JsonValueKind.True }),
        };
    }

    /// <summary>A body that is not JSON: a short text is the message, a web page says nothing.</summary>
    public static ProviderError OfText(string text)
        => text.Length <= MaxText && !text.Contains('<') ? None with { Message = Quote(text) } : None;

    /// <summary>Whether the code is this one, whatever its case.</summary>
    public bool Is(string code) => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase);

    /// <summary>What an element says; the inner first, since around it may only be "failed".</summary>
    private static IEnumerable<Part> PartsOf(JsonElement? element, bool inError, int nested = 0)
    {
        element = element.First();
        if (element.Text() is { } text) return inError && !IsGood(text) ? [Part.Of(null, text, null, null, inError)] : [];
        if (element is not { ValueKind: JsonValueKind.Object } || nested == MaxNested) return [];
        // The "type" of an error is as good as a code; that of a task is something else.
        var codes = Members(element, inError ? [.. Codes, "type"] : Codes).Select(code => code.Text()).OfType<string>()
            .Where(code => !IsGood(code)).OrderBy(IsNumber).ToList();
        var statuses = Members(element, ["status", "statuscode"]).Select(number => number.Text()).OfType<string>().Where(IsNumber);
        var message = Members(element, Messages).SelectMany(member => PartsOf(member, true, nested + 1)).FirstOrDefault()?.Message;
        Part[] own = codes.Count == 0 && message is null && !statuses.Any() ? [] :
        [
            Part.Of(
                codes.FirstOrDefault(),
                message,
                Members(element, Params).Select(param => param.Text()).FirstOrDefault(),
                codes.Concat(statuses).Select(StatusOf).FirstOrDefault(status => status is not null),
                inError),
        ];
        return Members(element, Errors).SelectMany(error => PartsOf(error, true, nested + 1))
            .Concat(Members(element, Holders).SelectMany(holder => PartsOf(holder, inError, nested + 1)))
            .Concat(own);
    }

    private static IEnumerable<JsonElement?> Members(JsonElement? element, string[] names)
        => names.SelectMany(name => element.First().Named(name));

    private static int? StatusOf(string code)
    {
        if (IsNumber(code)) return code is ['4' or '5', _, _] ? int.Parse(code, CultureInfo.InvariantCulture) : null;
        var plain = ProviderJson.Plain(code);
        var found = Statuses.FirstOrDefault(entry => plain.Contains(entry.Word, StringComparison.Ordinal));
        return found.Word is null ? null : found.Status;
    }

    // "success", 0, 200: no error and no reason for one.
    private static bool IsGood(string text)
        => IsNumber(text)
            ? text.Trim('0').Length == 0 || text is ['2', _, _]
            : ProviderStates.Of(text) <= TaskState.Completed || ProviderJson.Plain(text) == "ok";

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    // INVALID_DURATION, invalid_api_key: a code, wherever it is.
    private static bool IsWord(string text)
        => text.Length <= 64
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
        && text.Any(char.IsAsciiLetter)
        && (text.Contains('_') || !text.Any(char.IsAsciiLetterLower));

    private static string? Quote(string? message) => Cut(message, MaxMessage) is { } text ? LinkQuery().Replace(text, "$1?...") : null;

    private static string? Cut(string? text, int length)
    {
        if (text is null) return null;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length switch
        {
            0 => null,
            _ when line.Length <= length => line,
            _ => line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)],
        };
    }

    // Providers quote the link that they could not open. Its query may be a signature that opens it, which no record may hold.
    [GeneratedRegex(
        """(https?(?:://|%3A%2F%2F)[^\s"'<>?]*?)(?:\?|%3F)[!-~-["'<>]]*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LinkQuery();

    private sealed record Part(string? Code, string? Message, string? Param, int? Status, bool InError)
    {
        /// <summary>A message that is a word is the code, unless there is one that says more than a number.</summary>
        public static Part Of(string? code, string? message, string? param, int? status, bool inError)
            => message is not null && IsWord(message) && (code is null || IsNumber(code))
                ? new(message, message, param, status ?? StatusOf(message), inError)
                : new(code, message, param, status, inError);
    }
}
