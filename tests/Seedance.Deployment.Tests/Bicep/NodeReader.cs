namespace Seedance.Deployment.Tests.Bicep;

/// <summary>Reads values from tokens.</summary>
internal static class NodeReader
{
    public static Node Read(IReadOnlyList<Token> tokens)
    {
        var value = Trim(tokens);
        if (value.Count == 0) throw new FormatException("A value is missing.");
        if (value[0].Is("{") && Closing(value, 0) == value.Count - 1) return Object(value);
        if (value[0].Is("[") && Closing(value, 0) == value.Count - 1)
        {
            var inner = Trim(value[1..^1]);
            return inner.Count > 0 && inner[0].IsWord("for") ? For(inner) : new ArrayNode([.. Parts(inner).Select(part => Read(part))]);
        }
        return new ExpressionNode(value);
    }

    /// <summary>The index of what closes the bracket at an index.</summary>
    public static int Closing(IReadOnlyList<Token> tokens, int from)
    {
        var depth = 0;
        for (var at = from; at < tokens.Count; at++)
        {
            if (Opens(tokens[at])) depth++;
            if (Closes(tokens[at]) && --depth == 0) return at;
        }
        throw new FormatException($"Line {tokens[from].Line}: '{tokens[from].Value}' is not closed.");
    }

    /// <summary>What stands between commas or line ends outside any bracket.</summary>
    public static IEnumerable<List<Token>> Parts(IReadOnlyList<Token> tokens)
    {
        var part = new List<Token>();
        var depth = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (Opens(token)) depth++;
            if (Closes(token)) depth--;
            var ends = depth == 0 && (token.Is(",") || (token.Kind == TokenKind.NewLine && !GoesOn(tokens, at)));
            if (!ends)
            {
                part.Add(token);
                continue;
            }
            if (part.Exists(one => one.Kind != TokenKind.NewLine)) yield return Trim(part);
            part = [];
        }
        if (part.Exists(one => one.Kind != TokenKind.NewLine)) yield return Trim(part);
    }

    public static List<Token> Trim(IReadOnlyList<Token> tokens)
    {
        var first = 0;
        var last = tokens.Count;
        while (first < last && tokens[first].Kind == TokenKind.NewLine) first++;
        while (last > first && tokens[last - 1].Kind == TokenKind.NewLine) last--;
        return [.. tokens.Skip(first).Take(last - first)];
    }

    private static ObjectNode Object(List<Token> value)
    {
        var members = new Dictionary<string, Node>();
        foreach (var part in Parts(value[1..^1]))
        {
            // A decorator of a type's member.
            if (part[0].Is("@")) continue;
            if (part.Count < 3 || part[0].Kind is not (TokenKind.Word or TokenKind.Text) || !part[1].Is(":"))
            {
                throw new FormatException($"Line {part[0].Line}: 'name: value' is expected, not '{string.Join(' ', part)}'.");
            }
            if (!members.TryAdd(part[0].Value, Read(part[2..])))
            {
                throw new FormatException($"Line {part[0].Line}: '{part[0].Value}' is there twice.");
            }
        }
        return new ObjectNode(members);
    }

    private static ForNode For(List<Token> inner)
    {
        var colon = inner.FindIndex(token => token.Is(":"));
        if (colon < 4 || !inner[2].IsWord("in")) throw new FormatException($"Line {inner[0].Line}: 'for x in y: value' is expected.");
        return new ForNode(inner[1].Value, new ExpressionNode(inner[3..colon]), Read(inner[(colon + 1)..]));
    }

    // A choice may be written over several lines, its halves at the line's beginning.
    private static bool GoesOn(IReadOnlyList<Token> tokens, int newLine)
    {
        var next = newLine;
        while (next < tokens.Count && tokens[next].Kind == TokenKind.NewLine) next++;
        return next < tokens.Count && (tokens[next].Is("?") || tokens[next].Is(":"));
    }

    private static bool Opens(Token token) => token.Is("{") || token.Is("[") || token.Is("(");

    private static bool Closes(Token token) => token.Is("}") || token.Is("]") || token.Is(")");
}
