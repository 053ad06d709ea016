namespace Seedance.Deployment.Tests.Bicep;

/// <summary>A value in a Bicep file.</summary>
internal abstract record Node
{
    /// <summary>What lies at a path such as <c>properties.sku.name</c> or <c>rules.0.name</c>, or null.</summary>
    public Node? At(string path)
        => path.Split('.').Aggregate((Node?)this, (node, step) => node switch
        {
            ObjectNode some => some.Members.GetValueOrDefault(step),
            ArrayNode some => int.TryParse(step, out var index) && index < some.Items.Count ? some.Items[index] : null,
            ForNode some => some.Body.At(step),
            _ => null,
        });

    /// <summary>The value at a path as it is written.</summary>
    public string? TextAt(string path) => (At(path) as ExpressionNode)?.Text;

    /// <summary>The texts of the list at a path.</summary>
    public IReadOnlyList<string> ListAt(string path)
        => At(path) is ArrayNode list ? [.. list.Items.OfType<ExpressionNode>().Select(item => item.Text)] : [];
}

internal sealed record ObjectNode(IReadOnlyDictionary<string, Node> Members) : Node;

internal sealed record ArrayNode(IReadOnlyList<Node> Items) : Node;

/// <summary><c>[for variable in source: body]</c>.</summary>
internal sealed record ForNode(string Variable, ExpressionNode Source, Node Body) : Node;

/// <summary>Anything else, as it is written; texts without their quotes when they stand alone.</summary>
internal sealed record ExpressionNode(IReadOnlyList<Token> Tokens) : Node
{
    public string Text => Tokens is [{ Kind: TokenKind.Text } only]
        ? only.Value
        : string.Join(' ', Tokens.Where(token => token.Kind != TokenKind.NewLine));
}
