namespace Seedance.Functions.Orchestrations;

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

    /// <returns>True when the task had not been named before.</returns>
    public bool Add(string id)
    {
        if (_named.Count >= Most || _named.Exists(name => name.Id == id)) return false;
        _named.Add((id, 0));
        return true;
    }

    /// <summary>Notes a look: whether the provider surely does not know the task.</summary>
    public void Note(string id, bool isNotFound)
    {
        var index = _named.FindIndex(name => name.Id == id);
        var notFound = isNotFound ? _named[index].NotFound + 1 : 0;
        if (notFound < NotFoundLimit) _named[index] = (id, notFound);
        else _named.RemoveAt(index);
    }
}
