using System.Text;

namespace Seedance.Functions.Tests.Documentation;

/// <summary>A curl command of the documentation, as far as the pages use curl: anything else is an error.</summary>
internal sealed record CurlCommand(HttpMethod Method, string Url, string? Body, bool FollowsRedirects)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <param name="shell">The command, which may go over several lines.</param>
    /// <param name="valueOf">What a variable stands for.</param>
    public static CurlCommand Parse(string shell, Func<string, string> valueOf)
    {
        var words = new Queue<string>(Words(shell, valueOf));
        if (!words.TryDequeue(out var program) || program != "curl") throw new FormatException($"Not curl: {shell}");

        string? method = null, url = null, body = null;
        var follows = false;
        List<(string, string)> headers = [];
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "-s" or "-S" or "-i":
                    break;
                case "-L":
                    follows = true;
                    break;
                case "-I":
                    method = "HEAD";
                    break;
                case "-o":
                    words.Dequeue();
                    break;
                case "-X":
                    method = words.Dequeue();
                    break;
                case "-d":
                    body = words.Dequeue();
                    break;
                case "-H":
                    var header = words.Dequeue().Split(':', 2, StringSplitOptions.TrimEntries);
                    headers.Add((header[0], header[1]));
                    break;
                case ['-', ..]:
                    throw new FormatException($"The pages do without curl's {word}.");
                default:
                    url = url is null ? word : throw new FormatException($"Two addresses: {url} and {word}");
                    break;
            }
        }
        var command = new CurlCommand(
            new HttpMethod(method ?? (body is null ? "GET" : "POST")), url ?? throw new FormatException($"No address: {shell}"), body, follows);
        command._headers.AddRange(headers);
        return command;
    }

    private static List<string> Words(string shell, Func<string, string> valueOf)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var isWord = false;
        var quote = '\0';
        for (var i = 0; i < shell.Length; i++)
        {
            var character = shell[i];
            if (quote == '\0' && (char.IsWhiteSpace(character) || (character == '\\' && i + 1 < shell.Length && shell[i + 1] == '\n')))
            {
                if (isWord) words.Add(word.ToString());
                word.Clear();
                isWord = false;
                if (character == '\\') i++;
                continue;
            }
            isWord = true;
            if (quote == '\0' && character is '\'' or '"')
            {
                quote = character;
            }
            else if (character == quote)
            {
                quote = '\0';
            }
            else if (character == '$' && quote != '\'')
            {
                var end = i + 1;
                while (end < shell.Length && (char.IsAsciiLetterUpper(shell[end]) || shell[end] == '_')) end++;
                word.Append(valueOf(shell[(i + 1)..end]));
                i = end - 1;
            }
            else
            {
                word.Append(character);
            }
        }
        if (quote != '\0') throw new FormatException($"An open quote: {shell}");
        if (isWord) words.Add(word.ToString());
        return words;
    }
}
