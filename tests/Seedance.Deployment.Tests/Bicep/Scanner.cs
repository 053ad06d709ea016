using System.Text;

namespace Seedance.Deployment.Tests.Bicep;

/// <summary>Cuts a Bicep file into tokens and refuses what no Bicep file can hold.</summary>
internal sealed class Scanner(string text, int line = 1)
{
    private static readonly string[] Symbols =
    [
        "...", "??", "?.", ".?", "=>", "==", "!=", "=~", "!~", "<=", ">=", "&&", "||", "::",
        "{", "}", "[", "]", "(", ")", ":", ",", ".", "=", "?", "!", "<", ">", "+", "-", "*", "/", "%", "|", "@",
    ];

    private int _at;
    private int _line = line;

    public static IReadOnlyList<Token> Scan(string text) => new Scanner(text).All(inText: false);

    private List<Token> All(bool inText)
    {
        var tokens = new List<Token>();
        var open = new Stack<Token>();
        while (_at < text.Length)
        {
            if (inText && open.Count == 0 && text[_at] == '}') return tokens;
            var next = Next();
            if (next is null) continue;

            if (next.Value is "{" or "[" or "(" && next.Kind == TokenKind.Symbol) open.Push(next);
            if (next.Value is "}" or "]" or ")" && next.Kind == TokenKind.Symbol)
            {
                var closes = next.Value switch { "}" => "{", "]" => "[", _ => "(" };
                if (open.Count == 0 || open.Pop().Value != closes) throw Wrong($"'{next.Value}' closes nothing");
            }
            tokens.Add(next);
        }
        if (inText) throw Wrong("an interpolation is not closed");
        if (open.TryPeek(out var left)) throw new FormatException($"Line {left.Line}: '{left.Value}' is not closed.");
        return tokens;
    }

    private Token? Next()
    {
        var character = text[_at];
        if (character == '\n')
        {
            _at++;
            return new Token(TokenKind.NewLine, "\n", _line++, []);
        }
        if (character is ' ' or '\t' or '\r')
        {
            _at++;
            return null;
        }
        if (Starts("//"))
        {
            while (_at < text.Length && text[_at] != '\n') _at++;
            return null;
        }
        if (character == '\'') return Text();
        if (char.IsAsciiDigit(character)) return Run(TokenKind.Number, char.IsAsciiDigit);
        if (char.IsAsciiLetter(character) || character == '_') return Run(TokenKind.Word, IsWordPart);

        var symbol = Array.Find(Symbols, Starts) ?? throw Wrong($"'{character}' is no part of Bicep");
        _at += symbol.Length;
        return new Token(TokenKind.Symbol, symbol, _line, []);
    }

    private Token Text()
    {
        if (Starts("'''")) throw Wrong("texts of several lines are not used here");
        var value = new StringBuilder();
        var inside = new List<Token>();
        _at++;
        while (_at < text.Length && text[_at] != '\n')
        {
            if (text[_at] == '\'')
            {
                _at++;
                return new Token(TokenKind.Text, value.ToString(), _line, inside);
            }
            if (Starts("${"))
            {
                _at += 2;
                var from = _at;
                inside.AddRange(All(inText: true));
                value.Append("${").Append(text, from, _at - from).Append('}');
                _at++;
            }
            else if (text[_at] == '\\')
            {
                value.Append(text[_at + 1]);
                _at += 2;
            }
            else
            {
                value.Append(text[_at++]);
            }
        }
        throw Wrong("a text is not closed");
    }

    private Token Run(TokenKind kind, Func<char, bool> belongs)
    {
        var from = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return new Token(kind, text[from.._at], _line, []);
    }

    private static bool IsWordPart(char one) => char.IsAsciiLetterOrDigit(one) || one == '_';

    private bool Starts(string what) => string.CompareOrdinal(text, _at, what, 0, what.Length) == 0;

    private FormatException Wrong(string what) => new($"Line {_line}: {what}.");
}
