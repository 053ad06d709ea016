namespace Seedance.Deployment.Tests.Bicep;

/// <summary>Which names a file's expressions use.</summary>
internal static class References
{
    private static readonly HashSet<string> Words = ["true", "false", "null", "for", "in", "if", "existing"];

    /// <summary>Names that are used as values, without those that a lambda, a loop or a function brings along.</summary>
    public static IReadOnlySet<string> Of(BicepFile file)
    {
        var names = new HashSet<string>();
        foreach (var declaration in file.Declarations.Where(declaration => declaration.Keyword is not ("import" or "func" or "type")))
        {
            if (declaration.Value is not null) Collect(declaration.Value, new HashSet<string>(), names);
            if (declaration.Condition is not null) Collect(declaration.Condition, new HashSet<string>(), names);
        }
        return names;
    }

    /// <summary>Functions that are called anywhere.</summary>
    public static IReadOnlySet<string> CalledBy(BicepFile file) => Calls(file.Tokens).ToHashSet();

    private static void Collect(Node node, IReadOnlySet<string> local, HashSet<string> names)
    {
        switch (node)
        {
            case ObjectNode some:
                foreach (var member in some.Members.Values) Collect(member, local, names);
                break;
            case ArrayNode some:
                foreach (var item in some.Items) Collect(item, local, names);
                break;
            case ForNode some:
                Collect(some.Source, local, names);
                Collect(some.Body, new HashSet<string>(local) { some.Variable }, names);
                break;
            case ExpressionNode some:
                names.UnionWith(Used(some.Tokens, local));
                break;
        }
    }

    private static IEnumerable<string> Used(IReadOnlyList<Token> tokens, IReadOnlySet<string> outer)
    {
        var local = new HashSet<string>(outer);
        for (var at = 0; at + 1 < tokens.Count; at++)
        {
            if (tokens[at].Kind == TokenKind.Word && tokens[at + 1].Is("=>")) local.Add(tokens[at].Value);
        }
        for (var at = 0; at < tokens.Count; at++)
        {
            foreach (var name in Used(tokens[at].Inside, local)) yield return name;
            if (tokens[at].Kind != TokenKind.Word || Words.Contains(tokens[at].Value) || local.Contains(tokens[at].Value)) continue;

            var before = at > 0 ? tokens[at - 1] : null;
            var after = at + 1 < tokens.Count ? tokens[at + 1] : null;
            var isMember = before is not null && (before.Is(".") || before.Is(".?"));
            var isKey = after is not null && after.Is(":")
                && (before is null || before.Is("{") || before.Is(",") || before.Kind == TokenKind.NewLine);
            if (!isMember && !isKey && after?.Is("(") != true) yield return tokens[at].Value;
        }
    }

    private static IEnumerable<string> Calls(IReadOnlyList<Token> tokens)
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            foreach (var name in Calls(tokens[at].Inside)) yield return name;
            if (at + 1 < tokens.Count && tokens[at].Kind == TokenKind.Word && tokens[at + 1].Is("(")) yield return tokens[at].Value;
        }
    }
}
