namespace Seedance.Deployment.Tests.Bicep;

internal enum TokenKind
{
    Word,
    Number,
    Text,
    Symbol,
    NewLine,
}

/// <summary>One token of a Bicep file. A text has the tokens of what is interpolated in it.</summary>
internal sealed record Token(TokenKind Kind, string Value, int Line, IReadOnlyList<Token> Inside)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Value == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Value == word;

    public override string ToString() => Kind switch
    {
        TokenKind.Text => $"'{Value}'",
        TokenKind.NewLine => "\n",
        _ => Value,
    };
}
