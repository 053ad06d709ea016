namespace Seedance.Deployment.Tests.Bicep;

/// <summary>One Bicep file, read as far as the tests need: statements, and values as trees.</summary>
internal sealed class BicepFile
{
    private BicepFile(string path, string text)
    {
        Path = path;
        Text = text;
        Tokens = Scanner.Scan(text);
        Declarations = [.. Statements()];
    }

    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<Token> Tokens { get; }

    public IReadOnlyList<Declaration> Declarations { get; }

    public string Name => System.IO.Path.GetRelativePath(Repository.At("infra"), Path).Replace('\\', '/');

    public static IReadOnlyList<BicepFile> All { get; } = [.. Repository.Files("infra", "*.bicep").Select(Read)];

    public static BicepFile Named(string name) => All.Single(file => file.Name == name);

    public static BicepFile Parse(string text) => new(Repository.At("infra", "text.bicep"), text);

    public IEnumerable<Declaration> Of(string keyword) => Declarations.Where(declaration => declaration.Keyword == keyword);

    public Declaration Resource(string symbol) => One("resource", symbol);

    public Declaration Module(string symbol) => One("module", symbol);

    public Declaration Param(string name) => One("param", name);

    public Node Var(string name) => One("var", name).Value!;

    /// <summary>The text of a variable, or of a parameter's default.</summary>
    public string? TextOf(string keyword, string name) => (One(keyword, name).Value as ExpressionNode)?.Text;

    private Declaration One(string keyword, string name) => Of(keyword).Single(declaration => declaration.Name == name);

    public override string ToString() => Name;

    private static BicepFile Read(string path)
    {
        try
        {
            return new BicepFile(path, File.ReadAllText(path));
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{path}: {wrong.Message}", wrong);
        }
    }

    private IEnumerable<Declaration> Statements()
    {
        var decorators = new List<IReadOnlyList<Token>>();
        foreach (var part in NodeReader.Parts(Tokens))
        {
            if (part[0].Is("@"))
            {
                decorators.Add(part[1..]);
                continue;
            }
            if (!part[0].IsWord("targetScope")) yield return Statement(part, decorators);
            decorators = [];
        }
    }

    private static Declaration Statement(List<Token> part, List<IReadOnlyList<Token>> decorators)
    {
        var keyword = part[0].Value;
        if (keyword is not ("param" or "var" or "func" or "type" or "resource" or "module" or "output" or "import"))
        {
            throw new FormatException($"Line {part[0].Line}: '{keyword}' begins no statement.");
        }
        if (keyword == "import")
        {
            // import { name } from 'path'
            return new Declaration(keyword, part[2].Value, part[^1].Value, null, decorators, false, null, part[0].Line);
        }
        var equals = keyword == "func" ? part.FindIndex(token => token.Is("=>")) : part.FindIndex(token => token.Is("="));
        var typed = part[2..(equals < 0 ? part.Count : equals)];
        var value = equals < 0 ? null : part[(equals + 1)..];
        var existing = typed.Count > 0 && typed[^1].IsWord("existing");
        ExpressionNode? condition = null;
        if (value is [{ Value: "if", Kind: TokenKind.Word }, ..])
        {
            var end = NodeReader.Closing(value, 1);
            condition = new ExpressionNode(value[2..end]);
            value = value[(end + 1)..];
        }
        var type = keyword is "resource" or "module" ? typed[0].Value : string.Concat(typed);
        return new Declaration(
            keyword, part[1].Value, type, value is null ? null : NodeReader.Read(value), decorators, existing, condition, part[0].Line);
    }
}
