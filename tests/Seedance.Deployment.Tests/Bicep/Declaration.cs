namespace Seedance.Deployment.Tests.Bicep;

/// <summary>
/// One statement: <paramref name="Keyword"/> (param, var, func, type, resource, module, output, import) with what it declares.
/// </summary>
/// <param name="Keyword">What is declared.</param>
/// <param name="Name">The symbolic name.</param>
/// <param name="Type">The type's tokens of a param or output; <c>type@version</c> of a resource; the path of a module or import.</param>
/// <param name="Value">What stands after the equals sign; null for a param without a default.</param>
/// <param name="Decorators">The decorators' tokens, each without its @.</param>
/// <param name="Existing">True for a resource that is only referred to.</param>
/// <param name="Condition">The condition of a conditional resource or module.</param>
/// <param name="Line">Where it is.</param>
internal sealed record Declaration(
    string Keyword,
    string Name,
    string Type,
    Node? Value,
    IReadOnlyList<IReadOnlyList<Token>> Decorators,
    bool Existing,
    ExpressionNode? Condition,
    int Line)
{
    public bool HasDecorator(string name) => Decorators.Any(decorator => decorator[0].IsWord(name));

    public string? Description => Decorators.FirstOrDefault(decorator => decorator[0].IsWord("description"))?[2].Value;

    /// <summary>The body of a resource or module, of one of a list too.</summary>
    public Node Body => Value is ForNode list ? list.Body : Value!;

    public override string ToString() => $"{Keyword} {Name} (line {Line})";
}
