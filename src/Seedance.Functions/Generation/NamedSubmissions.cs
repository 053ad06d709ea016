namespace Seedance.Functions.Generation;

/// <summary>
/// The provider's tasks that webhooks have named while the outcome of a submit was unknown. As everywhere, "unknown task" is
/// believed only three times in a row.
/// </summary>
internal sealed class NamedSubmissions
{
    private const int NotFoundLimit = 3;
    private const int Most = 3;

    private readonly List<(string Id, int NotFound)> _named = [];

    public IReadOnlyList<string> All => [.. _named.Select(name => name.Id)];

    public bool Any => _named.Count > 0;

    public void Add(string id)
    {
        if (_named.Count < Most && !_named.Exists(name => name.Id == id)) _named.Add((id, 0));
    }

    public void Note(string id, PollKind finding)
    {
        var index = _named.FindIndex(name => name.Id == id);
        var notFound = finding == PollKind.NotFound ? _named[index].NotFound + 1 : 0;
        if (notFound < NotFoundLimit) _named[index] = (id, notFound);
        else _named.RemoveAt(index);
    }
}
