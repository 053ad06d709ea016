namespace Seedance.Providers;

/// <summary>What a provider says went wrong.</summary>
/// <param name="Code">The code; where it is only the HTTP status again, the type, else the digits.</param>
/// <param name="Message">The message, on one line, cut to 1,000 characters; of links, without what follows the question mark.</param>
/// <param name="Param">The parameter it is about.</param>
internal sealed partial record ProviderError(string? Code, string? Message, string? Param)
{
    private const int MaxMessage = 1_000;
    private const int MaxCode = 128;

    public static ProviderError None { get; } = new(null, null, null);

    /// <summary>Reads <c>{"error":{code,message,param}}</c>, <c>{"error":"text"}</c>, <c>{code,message}</c>, <c>{code,msg}</c>.</summary>
    public static ProviderError Read(JsonElement? root)
    {
        var error = root.Member("error");
        if (error is { ValueKind: JsonValueKind.String }) return Create(root.Member("code").Text(), error.Text(), null);
        var source = error is { ValueKind: JsonValueKind.Object } ? error : root;
        var (code, type) = (source.Member("code").Text(), source.Member("type").Text());
        var onlyStatus = code is null || code.All(char.IsAsciiDigit);
        return Create(
            onlyStatus ? type ?? code : code,
            (source.Member("message") ?? source.Member("msg") ?? source.Member("detail")).Text(),
            source.Member("param").Text());
    }

    public static ProviderError Create(string? code, string? message, string? param)
        => new(Cut(code, MaxCode), Cut(message, MaxMessage) is { } text ? LinkQuery().Replace(text, "$1?...") : null, Cut(param, MaxCode));

    /// <summary>Whether the code is this one, whatever its case.</summary>
    public bool Is(string code) => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase);

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
}
