namespace Seedance.Requests;

/// <summary>Collects violations, up to a number that still makes a readable answer.</summary>
internal sealed class Violations
{
    private const int Limit = 100;
    private const int QuotedCharacters = 64;

    private readonly List<RequestViolation> _list = [];

    public int Count => _list.Count;

    public bool IsFull => _list.Count >= Limit;

    public IReadOnlyList<RequestViolation> List => _list;

    public void Add(string param, string code, string message)
    {
        if (!IsFull)
            _list.Add(new RequestViolation(param, code, message));
    }

    /// <summary>What the caller wrote, short enough to be shown.</summary>
    public static string Cut(string text) => text.Length <= QuotedCharacters ? text : text[..QuotedCharacters] + "...";
}
